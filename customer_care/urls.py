from django.urls import path

from customer_care.views import conversations, mail, ready, refunds, verbs

app_name = "customer_care"
ONE = "conversations/<int:pk>/"
urlpatterns = [
    path("desk/customer-care/", refunds.desk, name="desk"),
    path("refunds/of-order/<int:pk>/", refunds.of_order, name="of_order"),
    path("refunds/<int:pk>/", refunds.refund, name="refund"),
    path("refunds/<int:pk>/pay/", refunds.pay, name="pay"),
    path("refunds/<int:pk>/refuse/", refunds.refuse, name="refuse"),
    # conversations
    path("conversations/", conversations.conversations, name="conversations"),
    path("conversations/new/", conversations.new, name="new"),
    path("conversations/search/", conversations.search, name="search"),
    path("conversations/of-customer/<int:pk>/", conversations.of_customer, name="of_customer"),
    path(ONE, conversations.conversation, name="conversation"),
    path(f"{ONE}looking/", conversations.looking, name="looking"),
    path(f"{ONE}canned/<int:answer_pk>/", conversations.canned, name="canned"),
    path("attachments/<int:pk>/", conversations.attachment, name="attachment"),
    *(
        path(f"{ONE}{name.replace('_', '-')}/", getattr(verbs, name), name=name)
        for name in (
            *("answer", "note", "assign", "take", "ask", "give_back", "wait", "solve"),
            *("reopen", "snooze", "wake", "merge", "order"),
        )
    ),
    path("messages/<int:pk>/take-back/", verbs.take_back, name="take_back"),
    # what is ready
    path("canned-answers/", ready.listed, {"kind": "canned"}, name="canned_answers"),
    path("canned-answers/new/", ready.new, {"kind": "canned"}, name="new_canned_answer"),
    path("canned-answers/<int:pk>/", ready.change, {"kind": "canned"}, name="canned_answer"),
    path("knowledge/", ready.listed, {"kind": "knowledge"}, name="knowledge"),
    path("knowledge/new/", ready.new, {"kind": "knowledge"}, name="new_note"),
    path("knowledge/<int:pk>/", ready.change, {"kind": "knowledge"}, name="note_page"),
    path("care/of/<int:type_id>/<int:pk>/", ready.of_subject, name="of_subject"),
    path("care/campaigns/<int:pk>/", ready.of_campaign, name="of_campaign"),
    # mail
    path("mail/", mail.listed, name="mail"),
    path("mail/<int:pk>/", mail.letter, name="letter"),
    path("mail/<int:pk>/set-aside/", mail.set_aside, name="set_aside"),
    path("mail/<int:pk>/original/", mail.original, name="original"),
    path("mail/<int:pk>/take/", mail.take, name="take_letter"),
    path("mail/<int:pk>/again/", mail.again, name="try_letter_again"),
]
