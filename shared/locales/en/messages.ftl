language-name = English

# $contact: the owner's name
access-denied = Your access to this section is restricted. For help, please contact the owner of the store, { $contact }.

# $store: the store's name; $date: when the access ended; $contact: the owner's name
access-ended = Your access to the store { $store } ended on { $date }. If you still need it, please contact { $contact }.

# $store: the store's name; $contact: the owner's name
access-suspended = Your access to the store { $store } is suspended. Please contact { $contact }.

# $store: the store's name; $contact: the owner's name
access-closed = The store { $store } is closed. If you have a question, please contact { $contact }.

# $contact: the owner's name
no-access = You do not have access to this store. Please contact the person who invited you or the owner of the store, { $contact }.

nothing-there = This does not exist, or you have no access to it.
