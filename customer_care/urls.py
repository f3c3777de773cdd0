app_name = "customer_care"
urlpatterns = []
