# The team page, beside pages.ftl. Every language has the same messages and variables as this file; a test names what
# one lacks. Names and addresses arrive as they were typed, lists and dates written in the reader's own way.

## Where one is

team-title = Team
team-sign-in = Sign in to see the teams of your stores.
team-signed-in = Signed in as { $email }
team-stores = All my stores
team-nav = Parts of this page

## The stores of the reader

stores-title = Your stores
stores-lead = Choose the store whose team you want to see.
stores-none = You are not on the team of any store.
stores-none-next = You are signed in as { $email }. If another address of yours was invited, sign in with that one; otherwise ask the owner of the store to invite you.
stores-unknown = You are not on the team of the store that the link names, or no longer.
stores-owner = You own it
stores-member = You are on the team
waiting-title = Waiting for you
waiting-by = { $inviter } has invited you to join { $store }.
waiting = You have been invited to join { $store }.
waiting-next = To join, open the link in the mail to { $email }. It can be used until { $when }.

## Seats. $owner: whoever owns the store

seats-used =
    { $limit ->
        [one] { $used } of { $limit } seat used
       *[other] { $used } of { $limit } seats used
    }
seats-any = This plan has any number of seats
seats-parts = Staff: { $members }. Pending: { $invited }. The owner takes no seat.
seats-full = All seats are taken, so nobody else can be invited.
seats-full-owner = Remove somebody, revoke an invitation, or choose a bigger plan.
seats-full-manager = Remove somebody or revoke an invitation, or ask { $owner } for a bigger plan.

## Staff

members-title = Staff
members-read-only = { $owner } owns this store. Ask them if something here should change:
member-you = You
member-owner = Owner
member-everything = May do everything
member-nothing = May do nothing at present
member-joined = Joined: { $day }
member-active = Last active: { $day }
member-never = Not active yet
member-ends = Access ends: { $day }
member-ended = Access ended: { $day }
exceeds-own = This includes rights that you do not hold yourself. To change it, ask { $owner }.
edit = Edit
remove = Remove
leave = Leave the team
save = Save

## Lists

list-shown = { $shown } of { $total } shown
list-more = Show more
search-members = Search staff
search-invitations = Search pending invitations
search-hint = Name, address or right
search-found =
    { $count ->
        [0] Nothing found.
        [one] One found.
       *[other] { $count } found.
    }
search-loading = Searching: { $count } looked through so far…

## Rights

rights-role = Role
rights-roles = Roles
rights-permissions = Permissions
rights-at-least = Choose at least one.
rights-all = Choose all
rights-nobody = You hold no rights that you could give. Ask { $owner }.
rights-everyone = Everyone who is invited gets these rights.
rights-includes = Includes: { $list }
rights-opens = Opens: { $list }
rights-now = { $name }: rights at present
access-end = Access ends on
access-end-hint = At the end of that day access ends by itself. Leave empty for no end.
access-end-past = Choose a day that is not over yet.

## Inviting

invite = Invite
invite-title = Invite to the team
invite-addresses = E-mail addresses
invite-addresses-hint = One or many. Paste a list as it is: spaces, commas and lines all separate.
invite-address = E-mail address
invite-count =
    { $count ->
        [one] One address
       *[other] { $count } addresses
    }
invite-none = Enter at least one e-mail address.
invite-wrong = Not an e-mail address: { $list }
invite-wrong-address = This is not an e-mail address that mail can be sent to.
invite-seats =
    { $available ->
        [one] Only one seat is left.
       *[other] Only { $available } seats are left.
    }
invite-language = Their language
invite-language-hint = For the mail and the pages that follow. They can change it.
invite-days =
    { $days ->
        [one] The link in the mail can be used for one day.
       *[other] The link in the mail can be used for { $days } days.
    }
invite-send =
    { $count ->
        [0] Send the invitation
        [one] Send the invitation
       *[other] Send { $count } invitations
    }
invite-sent =
    { $count ->
        [one] The invitation is on its way: { $list }
       *[other] { $count } invitations are on their way: { $list }
    }
invite-failed =
    { $count ->
        [one] One address could not be invited. Correct it and try again, or leave it out.
       *[other] { $count } addresses could not be invited. Correct them and try again, or leave them out.
    }
invite-leave-out = Leave out
invite-again = What you entered is kept. If you send it again, nobody is invited twice.

## Pending invitations

nav-invitations = Pending
invitations-title = Pending invitations
invitations-none = No invitation is open.
invitations-none-next = Whoever you invite stands here until they have joined.
invited-by = Invited by { $name }: { $day }
invited-on = Invited: { $day }
invited-language = Language: { $language }
invited-until = Link works until: { $when }
invited-expired = Link expired: { $when }
delivery-queued = Being sent
delivery-sent = Sent
delivery-delivered = Delivered
delivery-bounced = Not delivered
delivery-complained = Reported as unwanted
delivery-failed = Could not be sent
status-expired = Expired
help-bounced = The mailbox does not exist or takes no mail. Revoke this invitation, then invite the right address.
help-complained = The recipient marked the mail as unwanted. Talk to this person before you send it again.
help-failed = The mail service did not take the mail. Check the address, then send it again.
help-expired = The link was not used in time. Send it again, or revoke the invitation.
help-over = The access that was offered is over by now. Invite again with another end.
resend = Send again
resent = A new link is on its way to { $email }. The one before no longer works.
revoke = Revoke
revoke-title = Revoke the invitation?
revoke-body = The link that { $email } was sent stops working at once.
revoke-untold = No mail is sent about it.
revoked = The invitation of { $email } has been revoked.

## Changing and removing. $name: who it is about

edit-title = Rights of { $name }
edit-invitation-title = Invitation of { $email }
edit-mailed = { $name } gets a mail with the new rights.
edit-link-stays = The link in the mail stays the same.
changed = The rights of { $name } have been changed.
changed-invitation = The invitation of { $email } has been changed.
changed-meanwhile = Somebody else has changed this in the meantime. Below is how it stands now: look at it again, then save.
gone-meanwhile = This is no longer there: somebody else has removed it.
remove-title = Remove { $name } from the team?
remove-body = Access to { $store } ends at once. Their own account and their access to other stores stay as they are.
remove-mailed = { $name } is told by mail.
remove-seat = The seat becomes free.
remove-again = To work together again, invite them again.
removed = { $name } is no longer on the team.
leave-title = Leave the team of { $store }?
leave-body = Your access to this store ends at once. Your own account and your access to other stores stay as they are. To come back, you need a new invitation.
left = You are no longer on the team of { $store }.

## Settings

settings-title = Settings
settings-support = Let support agents in
settings-support-hint = Support agents can then act in this store as you and as anyone else on the team.
settings-domains = Allowed domains
settings-domains-hint = Only addresses of these domains can be invited and can join. Spaces, commas and lines separate. Leave empty to allow all.
settings-domains-wrong = Not a domain: { $list }
settings-saved = The settings have been saved.

## Activities

activities-title = Activities
activities-lead = Everyone on the team reaches all activities. Orders are mailed to those whose role says so, where it is switched on here.
activities-none = There are no activities yet.
activity-orders = Mail new orders
activity-orders-on = New orders are mailed
activity-orders-off = New orders are not mailed
activity-add = Add an activity
activity-name = Name of the activity
activity-name-missing = Enter a name.
activity-rename = Rename
activity-saved = Saved: { $name }

## History. $actor: who did it; $member and $email: whom it is about

history-title = History
history-lead = What was changed in the past 400 days, newest first.
history-none = Nothing has happened yet.
history-from = from { $ip }
actor-platform = The platform
actor-service = Staffroom
actor-invitee = The invited person
actor-user = Somebody
event-store-created = { $actor } opened the store.
event-store-changed = { $actor } changed the settings of the store.
event-store-transferred = { $actor } gave the store of { $from } to { $to }.
event-invitation-created = { $actor } invited { $email }.
event-invitation-resent = { $actor } sent a new link to { $email }.
event-invitation-renewed = { $email } asked for a fresh link.
event-invitation-changed = { $actor } changed the invitation of { $email }.
event-invitation-revoked = { $actor } revoked the invitation of { $email }.
event-invitation-accepted = { $member } joined the team.
event-invitation-declined = { $email } declined the invitation.
event-invitation-withdrawn = The invitation of { $email } was withdrawn, because whoever made it can no longer give these rights.
event-invitation-expired = The invitation of { $email } expired without an answer.
event-invitation-undelivered = The invitation to { $email } did not arrive.
event-invitation-unwanted = The invitation to { $email } was reported as unwanted.
event-member-changed = { $actor } changed the rights of { $member }.
event-member-removed = { $actor } removed { $member } from the team.
event-member-left = { $member } left the team.
event-member-profile-changed = { $member } changed their own details.
event-member-access-ending = { $member } was reminded that access ends soon.
event-activity-put = { $actor } saved the activity { $name }.
event-app-installed = { $actor } installed the app { $app }.
event-review-due = The owner was asked to look through the team.
event-other = { $actor } changed something: { $type }
detail-rights = Rights: { $list }
detail-added = Added: { $list }
detail-taken = Removed: { $list }
detail-invited = Invited address: { $email }
detail-reason = Reason: { $reason }
detail-address = Address: { $after }, before: { $before }
detail-name = Name: { $name }
detail-plan = Plan: { $plan }
detail-support-on = Support agents are let in.
detail-support-off = Support agents are not let in.
detail-domains = Allowed domains: { $list }
detail-domains-all = Addresses of all domains are allowed.
