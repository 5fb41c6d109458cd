# The texts that all pages share, and those of the page that an invitation's link opens. Every language has the same
# messages as this file; a test names those that are missing. Further texts of the team page are in team.ftl.
# Names that people typed are inserted as they are; dates are written in the reader's language.

## On every page

language = Language
sign-in = Sign in
sign-out = Sign out
create-account = Create an account
cancel = Cancel
close = Close
try-again = Try again
optional = (optional)
loading = One moment…
date-unknown = unknown date
# $shown: the first entries of a list; $more: how many follow
list-few =
    { $more ->
        [one] { $shown } and one more
       *[other] { $shown } and { $more } more
    }
list-more-count =
    { $count ->
        [one] One more
       *[other] { $count } more
    }
discard-question = What you entered has not been sent. Discard it?
discard-keep = Continue editing
discard = Discard

## The invitation

join-opening = Your invitation
join-title = Join the team of { $store }
join-invited = { $inviter } has invited you to help manage this store.
join-invited-by-team = You have been invited to help manage this store.
join-rights = Your permissions
join-for = Invited address
join-expires = Valid until
join-ends = Access ends on
# The same words as on the mail's button.
join-button = Join the store
join-button-as = Join as { $email }
join-next = Next, you sign in. If you do not have an account yet, you can create one.
join-signed-in = You are signed in as { $email }.
join-other-account = You are signed in as { $email }, but { $invited } was invited. You can join with this account or use another one.
join-switch = Use another account
join-decline = Decline the invitation
join-consent = Nothing happens until you decide.
join-cancelled = You came back without signing in. The invitation is still valid.
join-sign-in-failed = Signing in did not work. Please try again.

## After joining

joined-title = Welcome to the team of { $store }
joined-body = You have joined the team and can start right away.
joined-open = Open the store
joined-team = View the team

## Declining

decline-title = Decline the invitation?
decline-body = The team of { $store } will be told that you are not joining. This link will then no longer work.
decline-reason = Reason
decline-reason-hint = The team can read it.
decline-confirm = Decline
declined-title = You have declined the invitation
declined-body = The team of { $store } has been told. There is nothing else to do.
declined-again = If you change your mind, ask for a new invitation.

## Another account, or one without a confirmed address

wrong-account-title = Another address was invited
wrong-account-body = You are signed in as { $email }. The invitation is for { $invited }.
wrong-account-next = Sign in with the invited address to join.
not-verified-title = Please confirm your address first
not-verified-body = The address of your account, { $email }, has not been confirmed yet. Open the confirmation email for your account and follow its link, then come back here and sign in again.
sign-in-again = Sign in again

## An expired link

expired-title = This invitation has expired
expired-body = Invitations are valid for a few days only. We can send a new link to the invited address.
expired-button = Send a new link
renewed-title = A new link is on its way
renewed-body = We have sent it to the invited address. It should arrive within a few minutes; please check the spam folder, too. You can close this page.

## A link that does not work

# Above each of these: where a genuine link came from
link-from = Invitation from { $inviter } to the team of { $store }
link-from-team = Invitation to the team of { $store }
used-title = This invitation has already been used
used-body = Someone has already joined with this link. If it was you, sign in to open the store.
used-body-signed-in = Someone has already joined with this link. If it was you and you have no access any more, your list of stores says why. If it was someone else, ask the person who invited you for a new invitation.
revoked-title = This link no longer works
revoked-body = The invitation was revoked, or a newer link was sent. Look for a newer email, or ask the person who invited you.
refused-title = This invitation was declined
refused-body = If you would like to join after all, ask the person who invited you for a new invitation.
withdrawn-title = This invitation is no longer valid
withdrawn-body = The person who invited you can no longer grant these permissions. Please ask the owner of the store for a new invitation.
unknown-title = This link does not work
unknown-body = It may have been cut off or changed on the way. Open it again from the email, or copy the whole link from there and paste it here.
old-title = This link is too old
old-body = The invitation is no longer stored. Ask the person who invited you for a new invitation.
missing-title = Open the link in your email
missing-body = This page shows an invitation and needs the link from the email. Open that email and follow its link, or copy the link and paste it here.
paste-link = Link from the email
paste-hint = You can also paste the whole email.
paste-open = Show the invitation
paste-none = There is no invitation link in this text.
seats-title = No seat is free at the moment
seats-body = All seats of this team are taken. Please ask the person who invited you to free one, then try again.
busy-title = Too many attempts
busy-body = Please try again later. The invitation is not lost.
domain-title = This address cannot join
domain-body = The store accepts addresses from certain domains only. Please ask the person who invited you.
member-title = You are already on the team
member-body = You can open the store with your account. You do not need the invitation.
on-team-title = You are on the team of { $store }
on-team-body = You have already used this invitation. You can open the store.
failed-title = Something went wrong
find-stores = View my stores

## Problems: what each code of the API means to people

problem-malformed-request = Something went wrong. Please reload the page.
problem-invalid-field = Please check what you entered.
problem-unauthenticated = Please sign in again.
problem-forbidden = You are not allowed to do this. Ask the owner of the store.
problem-grant-exceeds-own = This needs permissions that you do not have yourself. Ask the owner of the store.
problem-owner-is-fixed = The owner cannot be changed or removed here.
problem-wrong-account = Another address was invited: { $email }.
problem-email-not-verified = Please confirm the address of your account first.
problem-member-suspended = Your access to this store is suspended. Ask the owner of the store.
problem-store-closed = The store is closed.
problem-not-found = This does not exist, or no longer.
problem-already-member = This person is already on the team.
problem-already-invited = There is already a pending invitation for this address.
problem-invitation-not-pending = This invitation is no longer pending. Reload the page to see its current state.
problem-invitation-expired = This invitation has expired.
problem-invitation-used = This invitation has already been used.
problem-invitation-revoked = This invitation was revoked.
problem-invitation-declined = This invitation was declined.
problem-invitation-withdrawn = This invitation is no longer valid.
problem-invalid-token = This link does not work.
problem-seat-limit-reached =
    { $limit ->
        [one] The plan includes one seat, and it is taken.
       *[other] The plan includes { $limit } seats, and all are taken.
    }
problem-precondition-failed = Someone else has changed this in the meantime. Check it again before you decide.
problem-idempotency-key-reused = Something went wrong. Please reload the page.
problem-idempotency-key-in-use = This is still in progress. Please wait a moment.
problem-domain-not-allowed = The store does not accept addresses from this domain.
problem-quota-exceeded = Too many requests at once. Please try again after { $when }.
problem-unavailable = This is not available at the moment. Please try again shortly.
problem-internal = Something went wrong on our side. Please try again later.
problem-network = There is no connection. Please check it, then try again.
problem-storage-blocked = Your browser blocks site data, which signing in needs. Allow cookies and site data for this page, then reload it.
problem-other = Something went wrong. Please try again.

## The page to stop a kind of emails. $kind: answers, orders or reviews; answers are those to invitations

unsubscribe-ask-title = Stop these emails?
unsubscribe-ask-body = You will receive no more emails of this kind from this store. Emails about your own access will still reach you.
unsubscribe-button = Stop these emails
unsubscribe-unsubscribed-title = You will receive no more of these emails
unsubscribe-unsubscribed-body =
    { $kind ->
        [answers] The store { $store } no longer emails you when people answer invitations.
        [orders] The store { $store } no longer emails you about new orders.
       *[reviews] The store { $store } no longer emails you to review who has access.
    }
unsubscribe-undo = Receive them again
unsubscribe-subscribed-title = You receive these emails again
unsubscribe-subscribed-body = The store { $store } emails you as before.
unsubscribe-invalid-title = This link does not work
unsubscribe-invalid-body = It is incomplete or too old. Please use the link in a newer email.
