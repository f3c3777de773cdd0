app_name = "graphic_designer"
urlpatterns = []
