# The texts of the team page, beside pages.ftl. Every language has the same messages and variables as this file; a test
# names those that are missing. Names and addresses are inserted as they were typed, lists and dates in the reader's language.

## The page

team-title = Team
team-sign-in = Sign in to see the teams of your stores.
sign-in-cancelled = You came back without signing in.
team-signed-in = Signed in as { $email }
team-stores = All my stores
team-nav = Sections
read-at = As of { $when }
read-again = Refresh
entry-unreadable = This entry cannot be shown.
# $act: what a button does, such as "Remove"; $name: whom or what it concerns. It is read aloud.
act-on = { $act }: { $name }
# On paper, under a list that is not read to its end.
list-cut = Only the first { $shown } entries are on this page. Show all of them before you print.

## The stores of the reader

stores-title = Your stores
stores-lead = Choose the store whose team you want to see.
stores-none = You are not on the team of any store.
stores-none-next = You are signed in as { $email }. If another address of yours was invited, sign in with that one; otherwise ask the owner of the store to invite you.
stores-unknown = You are not on the team of this store, or no longer.
stores-owner = Your store
stores-member = You are on the team
waiting-title = Invitations for you
waiting-by = { $inviter } has invited you to join { $store }.
waiting = You have been invited to join { $store }.
waiting-until = The invitation is valid until { $when }.
waiting-decline = The team of { $store } will be told that you are not joining. The link in the email will then no longer work.
waiting-expired = The invitation expired on { $when }.
waiting-renew = Send me the email again
waiting-renewed = A new email is on its way to { $email }. You can also join right here.

## The reader's profile. $name: the name that the identity provider has

profile = Profile
profile-title = Your profile
profile-lead = Your name and language apply to every team that you are a member of.
profile-name = Name
profile-name-hint = Everyone on your teams sees it.
profile-name-missing = Enter your name.
profile-language-hint = For this page and for the emails you receive.
profile-account-name = The name in your account is { $name }.
profile-use = Use { $name }
profile-saved = Profile saved.
profile-owner = Your name as the owner comes from the platform and can be changed only there. You can choose the language of this page at the top.

## Seats. $owner: the name of the store's owner

seats-used =
    { $limit ->
        [one] { $used } of { $limit } seat used
       *[other] { $used } of { $limit } seats used
    }
seats-any = Unlimited seats
seats-owner = Pending invitations take a seat, the owner does not.
seats-full = All seats are taken.
seats-full-owner = To invite someone else, remove a member, revoke an invitation, or choose a larger plan.
seats-full-manager = To invite someone else, remove a member, revoke an invitation, or ask { $owner } for a larger plan.
seats-upgrade = View larger plans

## Members

members-title = Members
members-read-only = This store belongs to { $owner }. To change anything, contact them:
member-you = You
member-owner = Owner
member-everything = Full access
member-nothing = No access yet
member-joined = Joined: { $day }
member-active = Last active: { $day }
member-never = Not active yet
member-ends = Access ends: { $day }
member-ended = Access ended: { $day }
member-suspended = Suspended
member-suspend = Suspend access
member-suspend-hint = No access until this is turned off. Permissions and seat are kept.
member-bounced = Emails to this address are returned.
member-complained = This person reported an email as spam.
exceeds-own = This includes permissions that you do not have yourself. To change it, ask { $owner }.
edit = Edit
remove = Remove
leave = Leave the team
save = Save

## Lists

list-shown = { $shown } of { $total } shown
list-more = Show more
search-members = Search members
search-invitations = Search pending invitations
search-hint = Name, address, role or permission
search-hint-many = Beginning of a name or an address
search-found =
    { $count ->
        [0] Nothing found.
        [one] One found.
       *[other] { $count } found.
    }
search-busy = Searching…
search-more = The first { $count } found

## Roles and permissions

rights-role = Role
rights-roles = Roles
rights-permissions = Permissions
rights-at-least = Choose at least one.
rights-all = Select all
rights-none = Select none
rights-nobody = You have no permissions that you could grant. Ask { $owner }.
rights-everyone = Everyone who is invited gets this role.
rights-includes = Includes: { $list }
rights-opens = Opens: { $list }
rights-now = { $name }, current permissions:
rights-offered = { $email }, offered permissions:
access-end = Access ends on
access-end-hint = Access ends automatically at the end of that day ({ $zone }). Leave empty for no end.
access-end-past = Choose a day that has not passed yet.

## Inviting

invite = Invite
invite-title = Invite to the team
invite-addresses = Email addresses
invite-addresses-hint = One or many. Paste a list as it is: every address in it is found.
invite-recipients = Addresses found
invite-count =
    { $count ->
        [one] One address
       *[other] { $count } addresses
    }
# $ready: how many of the $count addresses can be invited
invite-ready =
    { $ready ->
        [0] None of the { $count } addresses can be invited.
        [one] One of { $count } addresses can be invited.
       *[other] { $ready } of { $count } addresses can be invited.
    }
invite-none = Enter at least one email address.
invite-none-ready = None of these addresses can be invited.
invite-wrong-address = This is not an email address that can receive email.
invite-no-seat = No seat is free for this address.
invite-repeated = entered { $count } times
invite-rest = No address found in: { $list }
invite-unread = The list is too long to be read at once. Its end stays in the field.
invite-later =
    { $count ->
        [one] One address exceeds the { $limit } that can be invited at once. It stays in the field.
       *[other] { $count } addresses exceed the { $limit } that can be invited at once. They stay in the field.
    }
invite-faulty-more =
    { $count ->
        [one] One more address cannot be invited.
       *[other] { $count } more addresses cannot be invited.
    }
advice-slip = Is this a typing error?
advice-shared = Emails to this address may be read by several people, or by no one.
invite-instead = Use { $email }
invite-seats =
    { $available ->
        [one] Only one seat is free.
       *[other] Only { $available } seats are free.
    }
invite-language = Language
invite-language-hint = For the email and the pages that follow. The person can change it.
invite-days =
    { $days ->
        [one] The link in the email is valid for one day.
       *[other] The link in the email is valid for { $days } days.
    }
invite-send =
    { $count ->
        [0] Send the invitation
        [one] Send the invitation
       *[other] Send { $count } invitations
    }
invite-sent =
    { $count ->
        [one] Invitation sent: { $list }
       *[other] { $count } invitations sent: { $list }
    }
invite-failed =
    { $count ->
        [one] One address has not been invited. The reason is shown beside it.
       *[other] { $count } addresses have not been invited. The reason is shown beside each.
    }
invite-leave-out = Leave out
invite-again = What you entered is kept. If you send it again, no one is invited twice.

## Pending invitations

nav-invitations = Pending
invitations-title = Pending invitations
invitations-none = No pending invitations.
invitations-none-next = People you invite are listed here until they join.
invited-by = Invited by { $name }: { $day }
invited-on = Invited: { $day }
invited-language = Language: { $language }
invited-until = Link valid until: { $when }
invited-expired = Link expired: { $when }
delivery-none = No email
delivery-queued = Being sent
delivery-sent = Sent
delivery-delivered = Delivered
delivery-bounced = Not delivered
delivery-complained = Reported as spam
delivery-failed = Could not be sent
status-expired = Expired
help-bounced = The mailbox does not exist or does not accept email. Revoke this invitation, then invite the correct address.
help-complained = The recipient reported the email as spam. Talk to this person before you resend it.
help-failed = The email service did not accept the email. Check the address, then resend it.
help-expired = The link was not used in time. Resend the invitation, or revoke it.
help-over = The access period has ended. Invite again with a later end date.
resend = Resend
resent = A new link is on its way to { $email }. The previous one no longer works.
revoke = Revoke
revoke-title = Revoke the invitation?
revoke-body = The link sent to { $email } stops working immediately.
revoke-untold = No email is sent about it.
revoked = The invitation to { $email } has been revoked.

## Changing and removing. $name: the name of the person, where needed with their address

edit-title = Edit permissions: { $name }
edit-invitation-title = Edit invitation: { $email }
edit-mailed = { $name } will receive an email with the new permissions.
edit-link-stays = The link in the email stays the same.
edit-link-new = A new invitation with a new link is sent to this address. The old link no longer works.
edit-address = Address
edit-address-hint = With another address, the person who was invited first can no longer use their link.
changed = Permissions saved: { $name }
changed-invitation = Invitation saved: { $email }
changed-meanwhile = Someone else has changed this in the meantime. This is the current state: check it, then save.
gone-meanwhile = This no longer exists: someone else has removed it.
remove-title = Remove { $name } from the team?
remove-body = Access to { $store } ends immediately. Their own account and their access to other stores stay as they are.
remove-mailed = { $name } will be told by email.
remove-seat = The seat becomes free.
remove-again = To work together again, you will have to invite them again.
removed = Removed from the team: { $name }
leave-title = Leave the team of { $store }?
leave-body = Your access to this store ends immediately. Your own account and your access to other stores stay as they are. To come back, you need a new invitation.
left = You are no longer on the team of { $store }.

## Settings

settings-title = Settings
settings-support = Allow support access
settings-support-hint = Support agents can then act in this store as you and as anyone else on the team.
settings-domains = Allowed domains
settings-domains-hint = Only addresses from these domains can be invited and can join. Separate them with spaces, commas or new lines. Leave empty to allow all.
settings-domains-wrong = Not a domain: { $list }
settings-saved = Settings saved.

## Activities

activities-title = Activities
activities-lead = Everyone on the team has access to all activities. New orders are emailed to those whose role includes it, where it is switched on here.
activities-none = No activities yet.
activity-orders = Email new orders
activity-orders-on = New orders are emailed
activity-orders-off = New orders are not emailed
activity-add = Add an activity
activity-name = Name of the activity
activity-name-missing = Enter a name.
activity-rename = Rename
activity-delete = Delete
activity-delete-title = Delete the activity { $name }?
activity-delete-body = Its new orders are no longer emailed. It stays in the history.
activity-deleted = Deleted: { $name }
activity-saved = Saved: { $name }

## History. $actor: who did it; $member and $email: whom it concerns

history-title = History
history-lead = Changes of the past 400 days, newest first.
history-none = No changes yet.
history-from = IP address: { $ip }
actor-platform = The platform
actor-service = Staffroom
actor-invitee = The invited person
actor-user = Someone
event-store-created = { $actor } opened the store.
event-store-changed = { $actor } changed the settings of the store.
event-store-transferred = { $actor } transferred the store from { $from } to { $to }.
event-invitation-created = { $actor } invited { $email }.
event-invitation-resent = { $actor } sent a new link to { $email }.
event-invitation-link-copied = { $actor } copied the link for { $email }.
event-invitation-renewed = { $email } asked for a new link.
event-invitation-changed = { $actor } changed the invitation to { $email }.
event-invitation-revoked = { $actor } revoked the invitation to { $email }.
event-invitation-superseded = The invitation to { $email } ended, because this person is on the team already.
event-invitation-accepted = { $member } joined the team.
event-invitation-declined = { $email } declined the invitation.
event-invitation-withdrawn = The invitation to { $email } was withdrawn because the inviter can no longer grant these permissions.
event-invitation-expired = The invitation to { $email } expired without an answer.
event-invitation-undelivered = The invitation to { $email } was not delivered.
event-invitation-unwanted = The invitation to { $email } was reported as spam.
event-member-added = { $actor } added { $member } to the team.
event-member-changed = { $actor } changed the permissions of { $member }.
event-member-removed = { $actor } removed { $member } from the team.
event-member-left = { $member } left the team.
event-member-suspended = { $actor } suspended the access of { $member }.
event-member-resumed = { $actor } resumed the access of { $member }.
event-member-profile-changed = { $member } changed their profile.
event-member-access-ending = { $member } was reminded that their access ends soon.
event-member-access-ended = The access of { $member } ended.
event-activity-put = { $actor } saved the activity { $name }.
event-activity-deleted = { $actor } deleted the activity { $name }.
event-role-created = { $actor } created the role { $name }.
event-role-changed = { $actor } changed the role { $name }.
event-role-deleted = { $actor } deleted the role { $name }.
event-app-installed = { $actor } installed the app { $app }.
event-review-due = The owner was asked to review the team.
event-person-erased = { $actor } had a person erased.
event-person-moved = { $actor } moved a person to another account.
event-other = { $actor } made a change: { $type }
detail-rights = Permissions: { $list }
detail-added = Added: { $list }
detail-taken = Removed: { $list }
detail-invited = Invited address: { $email }
detail-reason = Reason: { $reason }
detail-address = Address: { $after }, previously { $before }
detail-name = Name: { $name }
detail-plan = Plan: { $plan }
detail-support-on = Support access is allowed.
detail-support-off = Support access is not allowed.
detail-domains = Allowed domains: { $list }
detail-domains-all = Addresses from all domains are allowed.
detail-owner = Owner: { $after }, previously { $before }
detail-admin-url = Address of the administration: { $after }
detail-time-zone = Time zone: { $zone }
detail-no-end = Access no longer ends on a set date.
