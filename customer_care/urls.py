from django.urls import path

from customer_care import views

app_name = "customer_care"
urlpatterns = [
    path("desk/customer-care/", views.desk, name="desk"),
    path("refunds/of-order/<int:pk>/", views.of_order, name="of_order"),
    path("refunds/<int:pk>/", views.refund, name="refund"),
    path("refunds/<int:pk>/pay/", views.pay, name="pay"),
    path("refunds/<int:pk>/refuse/", views.refuse, name="refuse"),
]
