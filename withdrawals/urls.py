app_name = "withdrawals"
urlpatterns = []
