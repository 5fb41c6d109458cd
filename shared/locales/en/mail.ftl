# Mails. Every language has the same messages as this file; a test names those that are missing.
# Values that people typed ($store, $inviter, $app …) are cleaned and shortened; dates are written by `day` or `moment`.
# Permissions are listed under a label that ends in a colon, so that no sentence has to agree with them.

## In several mails

# The sender’s name. $brand: the platform’s name
from-name = { $store } via { $brand }
link-in-full = If the button does not work, copy this address into your browser:
open-store = Open the store
open-team = View the team
open-invitations = View the invitations
why-member = You are receiving this email because you are on the team of the store { $store }.
why-manager = You are receiving this email because you manage the store { $store }.
why-owner = You are receiving this email because you own the store { $store }.
unsubscribe = Stop these emails

## An invitation, to the person invited

invitation-subject = You have been invited to manage the store { $store }
invitation-title = Join the team of { $store }
invitation-body = { $inviter } has invited you to help manage the store { $store }.
invitation-rights = Your permissions:
invitation-ends = Your access will end on { $ends }.
invitation-note = Note from { $inviter }:
invitation-button = Join the store
invitation-address = To join, sign in with the address { $email }, or create an account with it.
invitation-any-address = This invitation was sent to { $email }.
invitation-expires = The invitation is valid until { $expires } and can be used once. If you would rather not join, you can decline on the same page.
invitation-why = You are receiving this email because { $inviter } entered your address to invite you. If you were not expecting it, simply ignore it: nothing happens without your consent.

## The invitation ends soon, to the person invited; the other texts are those of the invitation

reminder-subject = Your invitation to the store { $store } is about to expire
reminder-title = Your invitation is about to expire
reminder-body = { $inviter } has invited you to help manage the store { $store }. You have not answered yet.

## Permissions changed, to the member

access-changed-subject = Your permissions in the store { $store } have changed
access-changed-title = Your permissions have changed
access-changed-body = { $actor } has changed your permissions in the store { $store }.
access-changed-added = Added:
access-changed-taken = Removed:
access-changed-now = Your permissions from now on:
access-changed-none = You no longer have access to any part of this store.
access-changed-ends = Your access will end on { $ends }.
access-changed-lifted = Your access no longer ends on a set date.

## Removed, to the former member

removed-subject = Your access to the store { $store } has ended
removed-title = Your access has ended
removed-body = You are no longer on the team of the store { $store } and can no longer open it.
removed-account = Your own account and your access to other stores stay as they are.
removed-next = If you think this is a mistake, please contact the owner of the store: { $contact }.
removed-why = You are receiving this email because you were on the team of the store { $store }.

## Invitation accepted, to those who manage the team

accepted-subject = { $who } has joined the store { $store }
accepted-title = Invitation accepted
accepted-body = { $person } has accepted the invitation and is now on the team of the store { $store }.
accepted-forwarded = The invitation was sent to { $email }.

## Invitation declined, to those who manage the team

declined-subject = { $email } has declined the invitation to the store { $store }
declined-title = Invitation declined
declined-body = { $email } has declined the invitation to join the store { $store }.
declined-reason = Reason given:
declined-next = This invitation is closed. You can send a new one at any time.

## Invitations that were answered, several in one mail, to those who manage the team. $count: all answers

answers-subject =
    { $count ->
        [one] An answer to an invitation to the store { $store }
       *[other] { $count } answers to invitations to the store { $store }
    }
answers-title = Answers to invitations
answers-body =
    { $count ->
        [one] One person has answered an invitation to the store { $store }.
       *[other] { $count } people have answered invitations to the store { $store }.
    }
answers-joined = Joined:
answers-declined = Declined:
answers-more =
    { $more ->
        [one] And one more answer.
       *[other] And { $more } more answers.
    }

## Invitation not delivered, to the inviter. $cause: bounced, complained or refused

undelivered-subject =
    { $cause ->
        [complained] The invitation to { $email } was reported as spam
       *[other] The invitation to { $email } was not delivered
    }
undelivered-title =
    { $cause ->
        [complained] Invitation reported as spam
       *[other] Invitation not delivered
    }
undelivered-body =
    { $cause ->
        [bounced] Your invitation to the store { $store } was returned: the mailbox { $email } does not exist or does not accept email.
        [complained] The recipient at { $email } reported your invitation to the store { $store } as spam.
       *[refused] Our email service did not accept your invitation to the store { $store } for { $email }.
    }
undelivered-next =
    { $cause ->
        [complained] Please talk to this person before you invite them again.
       *[other] Please check the address, then invite the person again.
    }

## Invitation withdrawn because the inviter can no longer grant the permissions, to the owner

withdrawn-subject = The invitation to { $email } has been withdrawn
withdrawn-title = Invitation withdrawn
withdrawn-body = { $inviter } had invited { $email } to the store { $store } but can no longer grant these permissions. The invitation has been withdrawn and its link no longer works.
withdrawn-next = If this person should still join, please invite them yourself.

## A member's sign-in address changed, to the owner

address-changed-subject = { $member } has a new sign-in address
address-changed-title = New sign-in address
address-changed-body = { $member }, who is on the team of the store { $store }, has changed the address they sign in with.
address-changed-old = Before:
address-changed-new = Now:
address-changed-next = Their permissions stay the same. If this surprises you, ask them, and remove them from the team if in doubt.

## App installed, to the owner

app-installed-subject = { $app } has been installed in the store { $store }
app-installed-title = New app installed
app-installed-body = { $member } has installed the app { $app } in the store { $store }.
app-installed-next = If you were not expecting this, check the apps in the settings of your store.

## New order, to members whose role includes notifications. $numbered: yes or no

order-created-subject =
    { $numbered ->
        [yes] New order { $number } for { $activity }
       *[no] New order for { $activity }
    }
order-created-title = New order
order-created-body = A new order has arrived for { $activity } in the store { $store }.
order-created-number = Order:
order-created-customer = Customer:
order-created-total = Total:
# Money. $currency: its sign, if currency-sign has one, or its code; $amount: the number as the language writes it;
# $minus: its sign, if the amount is negative
currency-sign =
    { $code ->
        [EUR] €
        [GBP] £
        [USD] { "\u0024" }
       *[other] –
    }
money-with-sign = { $minus }{ $currency }{ $amount }
money-with-code = { $minus }{ $currency } { $amount }
order-created-why = You are receiving this email because your role in the store { $store } includes notifications of orders.

## Periodic access review, to the owner. $count: members besides the owner

review-due-subject = Who has access to the store { $store }?
review-due-title = Time to review your team
review-due-body =
    { $count ->
        [0] Nobody besides you has access to the store { $store }.
        [one] One person besides you has access to the store { $store }:
       *[other] { $count } people besides you have access to the store { $store }:
    }
review-due-active = Last active on { $day }
review-due-never = Not active yet
review-due-ended = No longer have access:
review-due-access-ended = Access ended on { $day }
review-due-suspended = Access suspended on { $day }
review-due-without-rights = The permissions no longer exist
review-due-more =
    { $more ->
        [one] And one more person.
       *[other] And { $more } more people.
    }
review-due-next = Please check that each of them still needs these permissions, and remove people who no longer work with you.
review-due-button = Review the team

## Access ends in a few days, to the member

access-ending-subject = Your access to the store { $store } is about to end
access-ending-title = Your access is about to end
access-ending-body = Your access to the store { $store } ends on { $ends }.
access-ending-next = If you need it for longer, please contact a manager of the team or the owner of the store: { $email }. Otherwise there is nothing to do.

## Access has ended, to the former member

access-ended-subject = Your access to the store { $store } has ended
access-ended-title = Your access has ended
access-ended-body = Your access to the store { $store } ended on { $ends }.
access-ended-next = If you need access again, please contact the owner: { $email }.
access-ended-why = You are receiving this email because you were on the team of the store { $store }.

## A member left, to those who manage the team

left-subject = { $who } has left the store { $store }
left-title = A member has left
left-body = { $person } has left the team of the store { $store } and can no longer open it.

## The store has another owner, to the former one

ownership-ended-subject = The store { $store } has a new owner
ownership-ended-title = The store has a new owner
ownership-ended-body = The store { $store } now belongs to { $owner }.
ownership-ended-next = You can no longer open the store. If you were not expecting this, please contact the support of your platform at once.
ownership-ended-why = You are receiving this email because you owned the store { $store }.

## The store has another owner, to the new one

ownership-begun-subject = You are now the owner of the store { $store }
ownership-begun-title = You are now the owner
ownership-begun-body = The store { $store }, which belonged to { $former } before, now belongs to you.

## The owner's address changed, to the former address

owner-address-changed-subject = Your address for the store { $store } has changed
owner-address-changed-title = Your address has changed
owner-address-changed-body = Emails to you as the owner of the store { $store } now go to another address.
owner-address-changed-next = If you were not expecting this, please contact the support of your platform at once.
owner-address-changed-why = You are receiving this email because this was your address for the store { $store }.

## A member's access suspended, and resumed. $contact: the owner's address

suspended-subject = Your access to the store { $store } is suspended
suspended-title = Your access is suspended
suspended-body = You cannot open the store { $store } at the moment. Your permissions are kept.
suspended-next = If you have questions, please contact the owner of the store: { $contact }.
resumed-subject = You have access to the store { $store } again
resumed-title = You have access again
resumed-body = Your access to the store { $store } is no longer suspended.

## To a member whom the platform has added

added-subject = You are on the team of the store { $store }
added-title = You are on the team of { $store }
added-body = You have been added to the team of the store { $store }.
