app_name = "coordinator"
urlpatterns = []
