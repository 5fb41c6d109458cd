language-name = Polski

# $contact: the owner's name
access-denied = Twój dostęp do tej sekcji jest ograniczony. Aby uzyskać pomoc, skontaktuj się z właścicielem sklepu: { $contact }.

# $store: the store's name; $date: when the access ended; $contact: the owner's name
access-ended = W dniu { $date } wygasł Twój dostęp do sklepu { $store }. Jeśli nadal go potrzebujesz, skontaktuj się z właścicielem sklepu: { $contact }.

# $store: the store's name; $contact: the owner's name
access-suspended = Twój dostęp do sklepu { $store } jest zawieszony. Skontaktuj się z właścicielem sklepu: { $contact }.

# $store: the store's name; $contact: the owner's name
access-closed = Sklep { $store } został zamknięty. W razie pytań skontaktuj się z właścicielem: { $contact }.

# $contact: the owner's name
no-access = Nie masz dostępu do tego sklepu. Skontaktuj się z osobą, która wysłała zaproszenie, lub z właścicielem sklepu: { $contact }.

nothing-there = To nie istnieje lub nie masz do tego dostępu.
