language-name = English

# $contact: the owner's name
access-denied = Your access to this area is restricted. Please contact the account holder, { $contact }, for help.

# $store: the shop's name; $date: when the access ended; $contact: the owner's name
access-ended = Your access to the shop { $store } ended on { $date }. If you still need it, please contact { $contact }.

# $contact: the owner's name
no-access = You do not have access to this shop. Please contact the person who invited you or the shop owner, { $contact }.
