from django.urls import path

from roles.marketing.views import campaigns, coupons, desk, spend, stock

app_name = "marketing"
urlpatterns = [
    path("desk/marketing/", desk.desk, name="desk"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="new"),
    path("campaigns/pick/", campaigns.pick, name="pick"),
    path("campaigns/go-live/", campaigns.bulk, name="bulk"),
    path("campaigns/search/", desk.search, name="search"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/change/", campaigns.change, name="change"),
    path("campaigns/<int:pk>/plan/", campaigns.plan, name="plan"),
    path("campaigns/<int:pk>/prepare/", campaigns.prepare, name="prepare"),
    path("campaigns/<int:pk>/go-live/", campaigns.go_live, name="go_live"),
    path("campaigns/<int:pk>/pause/", campaigns.pause, name="pause"),
    path("campaigns/<int:pk>/end/", campaigns.end, name="end"),
    path("campaigns/<int:pk>/cancel/", campaigns.cancel, name="cancel"),
    path("campaigns/<int:pk>/approve-budget/", campaigns.approve_budget, name="approve_budget"),
    path("campaigns/<int:pk>/stock/", stock.stock, name="stock"),
    path("campaigns/<int:pk>/stock/<int:variant_pk>/", stock.count, name="count"),
    path("campaigns/<int:pk>/spend/", spend.week, name="spend"),
    path("campaigns/<int:pk>/coupons/", coupons.coupons, name="coupons"),
    path("campaigns/<int:pk>/coupons/new/", coupons.new, name="new_coupon"),
    path("campaigns/<int:pk>/coupons/prove/", coupons.prove_all, name="prove_all"),
    path("coupons/<int:pk>/", coupons.coupon, name="coupon"),
    path("coupons/<int:pk>/change/", coupons.change, name="change_coupon"),
    path("coupons/<int:pk>/prove/", coupons.prove, name="prove"),
    path("ad-spend/", spend.unassigned, name="unassigned"),
    path("ad-spend/assign/", spend.assign, name="assign"),
]
