language-name = Nederlands

# $contact: the owner's name
access-denied = Je toegang tot dit onderdeel is beperkt. Neem voor hulp contact op met de eigenaar van de winkel, { $contact }.

# $store: the store's name; $date: when the access ended; $contact: the owner's name
access-ended = Je toegang tot de winkel { $store } is op { $date } beëindigd. Heb je die nog nodig? Neem dan contact op met { $contact }.

# $store: the store's name; $contact: the owner's name
access-suspended = Je toegang tot de winkel { $store } is opgeschort. Neem contact op met { $contact }.

# $store: the store's name; $contact: the owner's name
access-closed = De winkel { $store } is gesloten. Neem bij vragen contact op met { $contact }.

# $contact: the owner's name
no-access = Je hebt geen toegang tot deze winkel. Neem contact op met de persoon die je heeft uitgenodigd of met de eigenaar van de winkel, { $contact }.

nothing-there = Dit bestaat niet, of je hebt er geen toegang toe.
