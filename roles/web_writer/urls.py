app_name = "web_writer"
urlpatterns = []
