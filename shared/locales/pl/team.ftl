# Strona zespołu. Te same nazwy co w en/team.ftl, gdzie opisano zmienne.
# Czas teraźniejszy lub dwukropek przy osobach: imię nie mówi, jakiej formy czasownika użyć.

team-title = Zespół
team-sign-in = Zaloguj się, aby zobaczyć zespoły swoich sklepów.
team-signed-in = Zalogowano jako { $email }
team-stores = Wszystkie moje sklepy
team-nav = Części tej strony

stores-title = Twoje sklepy
stores-lead = Wybierz sklep, którego zespół chcesz zobaczyć.
stores-none = Nie należysz do zespołu żadnego sklepu.
stores-none-next = Używasz konta { $email }. Jeśli zaproszenie trafiło na inny Twój adres, zaloguj się nim; w przeciwnym razie poproś właściciela sklepu o zaproszenie.
stores-unknown = Nie należysz do zespołu sklepu, który wskazuje link, lub już do niego nie należysz.
stores-owner = Należy do Ciebie
stores-member = Należysz do zespołu
waiting-title = Czeka na Twoją odpowiedź
waiting-by = { $inviter } zaprasza Cię do sklepu { $store }.
waiting = Masz zaproszenie do sklepu { $store }.
waiting-next = Aby dołączyć, otwórz link z wiadomości wysłanej na adres { $email }. Link działa do: { $when }.

seats-used =
    { $limit ->
        [one] Zajęte miejsca: { $used } z { $limit }
       *[other] Zajęte miejsca: { $used } z { $limit }
    }
seats-any = Ten plan obejmuje dowolną liczbę miejsc
seats-parts = Pracownicy: { $members }. Oczekujące: { $invited }. Właściciel nie zajmuje miejsca.
seats-full = Wszystkie miejsca są zajęte, więc nie można zaprosić nikogo więcej.
seats-full-owner = Usuń kogoś, wycofaj zaproszenie lub wybierz większy plan.
seats-full-manager = Usuń kogoś, wycofaj zaproszenie lub poproś o większy plan osobę: { $owner }.

members-title = Pracownicy
members-read-only = Właściciel tego sklepu: { $owner }. Jeśli coś ma się tu zmienić, napisz na adres:
member-you = Ty
member-owner = Właściciel
member-everything = Dostęp do wszystkiego
member-nothing = Obecnie brak dostępu
member-joined = W zespole od: { $day }
member-active = Ostatnia aktywność: { $day }
member-never = Jeszcze bez aktywności
member-ends = Koniec dostępu: { $day }
member-ended = Dostęp wygasł: { $day }
exceeds-own = Obejmuje to uprawnienia, których nie masz. W sprawie zmian zwróć się do osoby: { $owner }.
edit = Edytuj
remove = Usuń
leave = Opuść zespół
save = Zapisz

list-shown = { $shown } z { $total }
list-more = Pokaż więcej
search-members = Szukaj wśród pracowników
search-invitations = Szukaj wśród zaproszeń
search-hint = Nazwa, adres lub uprawnienie
search-found =
    { $count ->
        [0] Nic nie znaleziono.
        [one] Jeden wynik.
        [few] { $count } wyniki.
       *[many] { $count } wyników.
    }
search-loading = Trwa wyszukiwanie, przejrzane pozycje: { $count }…

rights-role = Rola
rights-roles = Role
rights-permissions = Uprawnienia
rights-at-least = Wybierz co najmniej jedną pozycję.
rights-all = Zaznacz wszystko
rights-nobody = Nie masz uprawnień, które możesz nadać. Zwróć się do osoby: { $owner }.
rights-everyone = Każda zaproszona osoba otrzymuje te uprawnienia.
rights-includes = Obejmuje: { $list }
rights-opens = Daje dostęp do: { $list }
rights-now = Obecne uprawnienia, { $name }:
access-end = Koniec dostępu
access-end-hint = Dostęp wygasa sam z końcem tego dnia. Pozostaw puste, jeśli nie ma wygasać.
access-end-past = Wybierz dzień, który jeszcze nie minął.

invite = Zaproś
invite-title = Zaproś do zespołu
invite-addresses = Adresy e-mail
invite-addresses-hint = Jeden lub wiele. Wklej listę bez zmian: adresy oddzielają spacje, przecinki i wiersze.
invite-address = Adres e-mail
invite-count =
    { $count ->
        [one] Jeden adres
        [few] { $count } adresy
       *[many] { $count } adresów
    }
invite-none = Podaj co najmniej jeden adres e-mail.
invite-wrong = To nie jest adres e-mail: { $list }
invite-wrong-address = Na ten adres nie można wysłać wiadomości.
invite-seats =
    { $available ->
        [one] Zostało tylko jedno miejsce.
        [few] Zostały tylko { $available } miejsca.
       *[many] Zostało tylko { $available } miejsc.
    }
invite-language = Język tej osoby
invite-language-hint = Dla wiadomości i kolejnych stron. Osoba może go zmienić.
invite-days =
    { $days ->
        [one] Link z wiadomości działa jeden dzień.
       *[many] Link z wiadomości działa { $days } dni.
    }
invite-send =
    { $count ->
        [0] Wyślij zaproszenie
        [one] Wyślij zaproszenie
        [few] Wyślij { $count } zaproszenia
       *[many] Wyślij { $count } zaproszeń
    }
invite-sent =
    { $count ->
        [one] Zaproszenie jest w drodze: { $list }
        [few] { $count } zaproszenia są w drodze: { $list }
       *[many] { $count } zaproszeń jest w drodze: { $list }
    }
invite-failed =
    { $count ->
        [one] Jednego adresu nie udało się zaprosić. Popraw go i spróbuj ponownie albo go pomiń.
       *[many] Nie udało się zaprosić kilku adresów: { $count }. Popraw je i spróbuj ponownie albo je pomiń.
    }
invite-leave-out = Pomiń
invite-again = Wpisane dane pozostają. Jeśli wyślesz ponownie, nikt nie dostanie dwóch zaproszeń.

nav-invitations = Oczekujące
invitations-title = Oczekujące zaproszenia
invitations-none = Żadne zaproszenie nie czeka na odpowiedź.
invitations-none-next = Zaproszone osoby są tu widoczne, dopóki nie dołączą.
invited-by = Zaprasza { $name }: { $day }
invited-on = Zaproszenie: { $day }
invited-language = Język: { $language }
invited-until = Link działa do: { $when }
invited-expired = Link wygasł: { $when }
delivery-queued = Wysyłanie
delivery-sent = Wysłane
delivery-delivered = Doręczone
delivery-bounced = Niedoręczone
delivery-complained = Oznaczone jako niechciane
delivery-failed = Nie udało się wysłać
status-expired = Wygasło
help-bounced = Skrzynka nie istnieje lub nie przyjmuje wiadomości. Wycofaj to zaproszenie, a potem zaproś właściwy adres.
help-complained = Wiadomość oznaczono jako niechcianą. Porozmawiaj z tą osobą, zanim wyślesz ją ponownie.
help-failed = Usługa pocztowa nie przyjęła wiadomości. Sprawdź adres, a potem wyślij ponownie.
help-expired = Nikt nie użył linku na czas. Wyślij zaproszenie ponownie lub je wycofaj.
help-over = Proponowany dostęp już się skończył. Zaproś ponownie z inną datą końca.
resend = Wyślij ponownie
resent = Nowy link jest w drodze na adres { $email }. Poprzedni już nie działa.
revoke = Wycofaj
revoke-title = Wycofać zaproszenie?
revoke-body = Link wysłany na adres { $email } natychmiast przestaje działać.
revoke-untold = Nie wysyłamy o tym żadnej wiadomości.
revoked = Zaproszenie na adres { $email } zostało wycofane.

edit-title = Uprawnienia: { $name }
edit-invitation-title = Zaproszenie: { $email }
edit-mailed = { $name } dostanie wiadomość z nowymi uprawnieniami.
edit-link-stays = Link w wiadomości pozostaje ten sam.
changed = Uprawnienia zostały zmienione: { $name }
changed-invitation = Zaproszenie na adres { $email } zostało zmienione.
changed-meanwhile = Ktoś inny zmienił to w międzyczasie. Poniżej widać obecny stan: przejrzyj go, a potem zapisz.
gone-meanwhile = Tego już nie ma: usunął to ktoś inny.
remove-title = Usunąć z zespołu: { $name }?
remove-body = Dostęp do sklepu { $store } kończy się natychmiast. Konto tej osoby i jej dostęp do innych sklepów pozostają bez zmian.
remove-mailed = { $name } dostanie o tym wiadomość e-mail.
remove-seat = Miejsce się zwolni.
remove-again = Aby znów pracować razem, zaproś tę osobę ponownie.
removed = { $name } nie należy już do zespołu.
leave-title = Opuścić zespół sklepu { $store }?
leave-body = Twój dostęp do tego sklepu kończy się natychmiast. Twoje konto i dostęp do innych sklepów pozostają bez zmian. Aby wrócić, będziesz potrzebować nowego zaproszenia.
left = Nie należysz już do zespołu sklepu { $store }.

settings-title = Ustawienia
settings-support = Wpuszczaj pracowników pomocy technicznej
settings-support-hint = Mogą wtedy działać w tym sklepie w imieniu Twoim i każdej osoby z zespołu.
settings-domains = Dozwolone domeny
settings-domains-hint = Tylko adresy z tych domen można zapraszać i tylko one mogą dołączyć. Oddzielają je spacje, przecinki i wiersze. Pozostaw puste, aby dopuścić wszystkie.
settings-domains-wrong = To nie jest domena: { $list }
settings-saved = Ustawienia zostały zapisane.

activities-title = Wydarzenia
activities-lead = Cały zespół ma dostęp do wszystkich wydarzeń. O zamówieniach piszemy do osób, których rola to przewiduje, tam, gdzie jest to tu włączone.
activities-none = Nie ma jeszcze żadnych wydarzeń.
activity-orders = Wysyłaj wiadomości o nowych zamówieniach
activity-orders-on = Wiadomości o nowych zamówieniach są wysyłane
activity-orders-off = Wiadomości o nowych zamówieniach nie są wysyłane
activity-add = Dodaj wydarzenie
activity-name = Nazwa wydarzenia
activity-name-missing = Podaj nazwę.
activity-rename = Zmień nazwę
activity-saved = Zapisano: { $name }

history-title = Historia
history-lead = Co zmieniło się w ciągu ostatnich 400 dni, od najnowszych.
history-none = Nic się jeszcze nie wydarzyło.
history-from = z { $ip }
actor-platform = Platforma
actor-service = Staffroom
actor-invitee = Zaproszona osoba
actor-user = Ktoś
event-store-created = Otwarcie sklepu: { $actor }
event-store-changed = Zmiana ustawień sklepu: { $actor }
event-store-transferred = Przekazanie sklepu, { $actor }: dotychczas { $from }, teraz { $to }
event-invitation-created = { $actor } zaprasza { $email }.
event-invitation-resent = { $actor } wysyła nowy link na adres { $email }.
event-invitation-renewed = Prośba o nowy link: { $email }
event-invitation-changed = { $actor } zmienia zaproszenie na adres { $email }.
event-invitation-revoked = { $actor } wycofuje zaproszenie na adres { $email }.
event-invitation-accepted = { $member } dołącza do zespołu.
event-invitation-declined = Zaproszenie na adres { $email } zostało odrzucone.
event-invitation-withdrawn = Zaproszenie na adres { $email } przestało obowiązywać, bo osoba, która je wysłała, nie może już nadać tych uprawnień.
event-invitation-expired = Zaproszenie na adres { $email } wygasło bez odpowiedzi.
event-invitation-undelivered = Zaproszenia na adres { $email } nie udało się doręczyć.
event-invitation-unwanted = Zaproszenie na adres { $email } oznaczono jako niechciane.
event-member-changed = { $actor } zmienia uprawnienia: { $member }
event-member-removed = { $actor } usuwa z zespołu: { $member }
event-member-left = { $member } opuszcza zespół.
event-member-profile-changed = { $member } zmienia własne dane.
event-member-access-ending = Przypomnienie o bliskim końcu dostępu: { $member }
event-activity-put = { $actor } zapisuje wydarzenie { $name }.
event-app-installed = { $actor } instaluje aplikację { $app }.
event-review-due = Właściciel dostał przypomnienie o przeglądzie zespołu.
event-other = { $actor } wprowadza zmianę: { $type }
detail-rights = Uprawnienia: { $list }
detail-added = Dodano: { $list }
detail-taken = Odebrano: { $list }
detail-invited = Zaproszony adres: { $email }
detail-reason = Powód: { $reason }
detail-address = Adres: { $after }, wcześniej { $before }
detail-name = Nazwa: { $name }
detail-plan = Plan: { $plan }
detail-support-on = Pracownicy pomocy technicznej mają wstęp.
detail-support-off = Pracownicy pomocy technicznej nie mają wstępu.
detail-domains = Dozwolone domeny: { $list }
detail-domains-all = Dozwolone są adresy ze wszystkich domen.

# TODO
sign-in-cancelled = You came back without signing in.
read-at = As of { $when }
read-again = Refresh
entry-unreadable = This entry cannot be shown.
seats-owner = Pending invitations take a seat, the owner does not.
seats-upgrade = View larger plans
rights-none = Select none
rights-offered = { $email }, offered permissions:
invite-recipients = Addresses found
invite-ready =
    { $ready ->
        [one] One of { $count } addresses can be invited.
       *[other] { $ready } of { $count } addresses can be invited.
    }
invite-none-ready = None of these addresses can be invited.
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
advice-shared = Several people or nobody may read emails to this address.
invite-instead = Use { $email }
