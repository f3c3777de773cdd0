app_name = "webmaster"
urlpatterns = []
