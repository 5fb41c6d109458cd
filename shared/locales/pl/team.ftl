# Teksty strony zespołu. Te same nazwy co w en/team.ftl, gdzie opisano zmienne.
# Czas teraźniejszy lub dwukropek przy osobach: imię nie mówi, jakiej formy czasownika użyć.

team-title = Zespół
team-sign-in = Zaloguj się, aby zobaczyć zespoły swoich sklepów.
sign-in-cancelled = Wracasz bez zalogowania.
team-signed-in = Zalogowano jako { $email }
team-stores = Wszystkie moje sklepy
team-nav = Sekcje
read-at = Stan: { $when }
read-again = Odśwież
entry-unreadable = Nie można pokazać tej pozycji.
act-on = { $act }: { $name }
list-cut = Widać tu tylko pierwsze pozycje ({ $shown }). Przed wydrukiem wyświetl wszystkie.

stores-title = Twoje sklepy
stores-lead = Wybierz sklep, którego zespół chcesz zobaczyć.
stores-none = Nie należysz do zespołu żadnego sklepu.
stores-none-next = Zalogowano jako { $email }. Jeśli zaproszenie trafiło na inny Twój adres, zaloguj się nim; w przeciwnym razie poproś właściciela sklepu o zaproszenie.
stores-unknown = Nie należysz do zespołu tego sklepu lub już do niego nie należysz.
stores-owner = Twój sklep
stores-member = Należysz do zespołu
waiting-title = Zaproszenia dla Ciebie
waiting-by = { $inviter } zaprasza Cię do sklepu { $store }.
waiting = Masz zaproszenie do sklepu { $store }.
waiting-until = Zaproszenie jest ważne do: { $when }.
waiting-decline = Zespół { $store } dowie się, że nie dołączasz. Link z wiadomości przestanie potem działać.
waiting-expired = Zaproszenie wygasło: { $when }.
waiting-renew = Wyślij mi wiadomość ponownie
waiting-renewed = Nowa wiadomość jest w drodze na adres { $email }. Możesz też dołączyć od razu tutaj.

profile = Profil
profile-title = Twój profil
profile-lead = Imię i nazwisko oraz język obowiązują we wszystkich zespołach, do których należysz.
profile-name = Imię i nazwisko
profile-name-hint = Widzą je wszystkie osoby z Twoich zespołów.
profile-name-missing = Podaj imię i nazwisko.
profile-language-hint = Dla tej strony i wiadomości, które otrzymujesz.
profile-account-name = Na Twoim koncie zapisano: { $name }
profile-use = Użyj: { $name }
profile-saved = Profil zapisany.
profile-owner = Imię i nazwisko właściciela sklepu pochodzą z platformy i można je zmienić tylko tam. Język tej strony wybierzesz u góry.

seats-used =
    { $limit ->
        [one] Zajęte miejsca: { $used } z { $limit }
       *[other] Zajęte miejsca: { $used } z { $limit }
    }
seats-any = Nieograniczona liczba miejsc
seats-owner = Oczekujące zaproszenia zajmują miejsce, właściciel nie.
seats-full = Wszystkie miejsca są zajęte.
seats-full-owner = Aby zaprosić kolejną osobę, usuń członka zespołu, wycofaj zaproszenie lub wybierz większy plan.
seats-full-manager = Aby zaprosić kolejną osobę, usuń członka zespołu, wycofaj zaproszenie lub poproś właściciela o większy plan: { $owner }.
seats-upgrade = Zobacz większe plany

members-title = Członkowie zespołu
members-read-only = Właściciel tego sklepu: { $owner }. Jeśli coś ma się tu zmienić, napisz na adres:
member-you = Ty
member-owner = Właściciel/ka
member-everything = Pełny dostęp
member-nothing = Jeszcze bez dostępu
member-joined = W zespole od: { $day }
member-active = Ostatnia aktywność: { $day }
member-never = Jeszcze bez aktywności
member-ends = Koniec dostępu: { $day }
member-ended = Dostęp wygasł: { $day }
member-suspended = Dostęp zawieszony
member-suspend = Zawieś dostęp
member-suspend-hint = Brak dostępu do czasu wyłączenia. Uprawnienia i miejsce pozostają zachowane.
member-bounced = Wiadomości na ten adres wracają.
member-complained = Ta osoba zgłosiła wiadomość jako spam.
exceeds-own = Obejmuje to uprawnienia, których nie masz. W sprawie zmian skontaktuj się z właścicielem: { $owner }.
edit = Edytuj
remove = Usuń
leave = Opuść zespół
save = Zapisz

list-shown = { $shown } z { $total }
list-more = Pokaż więcej
search-members = Szukaj wśród członków zespołu
search-invitations = Szukaj wśród zaproszeń
search-hint = Imię i nazwisko, adres, rola lub uprawnienie
search-hint-many = Początek imienia, nazwiska lub adresu
search-found =
    { $count ->
        [0] Nic nie znaleziono.
        [one] Jeden wynik.
        [few] { $count } wyniki.
       *[many] { $count } wyników.
    }
search-busy = Trwa wyszukiwanie…
search-more = Pierwsze wyniki: { $count }

rights-role = Rola
rights-roles = Role
rights-permissions = Uprawnienia
rights-at-least = Wybierz co najmniej jedną pozycję.
rights-all = Zaznacz wszystko
rights-none = Odznacz wszystko
rights-nobody = Nie masz uprawnień, które możesz nadać. Skontaktuj się z właścicielem: { $owner }.
rights-everyone = Każda zaproszona osoba otrzymuje tę rolę.
rights-includes = Obejmuje: { $list }
rights-opens = Daje dostęp do: { $list }
rights-now = { $name }, obecne uprawnienia:
rights-offered = { $email }, proponowane uprawnienia:
access-end = Koniec dostępu
access-end-hint = Dostęp wygasa automatycznie z końcem tego dnia ({ $zone }). Pozostaw puste, jeśli nie ma wygasać.
access-end-past = Wybierz dzień, który jeszcze nie minął.

invite = Zaproś
invite-title = Zaproś do zespołu
invite-addresses = Adresy e-mail
invite-addresses-hint = Jeden lub wiele. Wklej listę bez zmian: każdy adres zostanie w niej znaleziony.
invite-recipients = Znalezione adresy
invite-count =
    { $count ->
        [one] Jeden adres
        [few] { $count } adresy
       *[many] { $count } adresów
    }
invite-ready =
    { $ready ->
        [0] Adresy, które można zaprosić: żaden z { $count }.
       *[other] Adresy, które można zaprosić: { $ready } z { $count }.
    }
invite-none = Podaj co najmniej jeden adres e-mail.
invite-none-ready = Żadnego z tych adresów nie można zaprosić.
invite-wrong-address = Na ten adres nie można wysłać wiadomości.
invite-no-seat = Brak wolnego miejsca dla tego adresu.
invite-repeated = wpisano { $count } razy
invite-rest = Nie znaleziono adresu w: { $list }
invite-unread = Lista jest zbyt długa, aby odczytać ją za jednym razem. Jej koniec pozostaje w polu.
invite-later =
    { $count ->
        [one] Jeden adres przekracza limit zaproszeń wysyłanych naraz ({ $limit }). Pozostaje w polu.
       *[other] Liczba adresów, które przekraczają limit zaproszeń wysyłanych naraz ({ $limit }): { $count }. Pozostają w polu.
    }
invite-faulty-more =
    { $count ->
        [one] Jeszcze jednego adresu nie można zaprosić.
       *[other] Liczba dalszych adresów, których nie można zaprosić: { $count }.
    }
advice-slip = Czy to literówka?
advice-shared = Wiadomości na ten adres czyta być może kilka osób albo nikt.
invite-instead = Użyj { $email }
invite-seats =
    { $available ->
        [one] Zostało tylko jedno miejsce.
        [few] Zostały tylko { $available } miejsca.
       *[many] Zostało tylko { $available } miejsc.
    }
invite-language = Język
invite-language-hint = Dla wiadomości i kolejnych stron. Zaproszona osoba może go zmienić.
invite-days =
    { $days ->
        [one] Link z wiadomości jest ważny jeden dzień.
       *[many] Link z wiadomości jest ważny { $days } dni.
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
        [one] Zaproszenie wysłane: { $list }
        [few] Wysłano { $count } zaproszenia: { $list }
       *[many] Wysłano { $count } zaproszeń: { $list }
    }
invite-failed =
    { $count ->
        [one] Jednego adresu nie udało się zaprosić. Powód podano obok.
       *[many] Liczba adresów, których nie udało się zaprosić: { $count }. Powód podano obok każdego z nich.
    }
invite-leave-out = Pomiń
invite-again = Wpisane dane pozostają. Jeśli wyślesz ponownie, nikt nie dostanie dwóch zaproszeń.

nav-invitations = Oczekujące
invitations-title = Oczekujące zaproszenia
invitations-none = Brak oczekujących zaproszeń.
invitations-none-next = Zaproszone osoby są tu widoczne, dopóki nie dołączą.
invited-by = Zaprasza { $name }: { $day }
invited-on = Zaproszenie: { $day }
invited-language = Język: { $language }
invited-until = Link jest ważny do: { $when }
invited-expired = Link wygasł: { $when }
delivery-none = Bez e-maila
delivery-queued = Wysyłanie
delivery-sent = Wysłane
delivery-delivered = Doręczone
delivery-bounced = Niedoręczone
delivery-complained = Zgłoszone jako spam
delivery-failed = Nie udało się wysłać
status-expired = Wygasło
help-bounced = Skrzynka nie istnieje lub nie przyjmuje wiadomości. Wycofaj to zaproszenie, a potem zaproś właściwy adres.
help-complained = Wiadomość zgłoszono jako spam. Porozmawiaj z tą osobą, zanim wyślesz ją ponownie.
help-failed = Usługa pocztowa nie przyjęła wiadomości. Sprawdź adres, a potem wyślij ponownie.
help-expired = Nikt nie użył linku na czas. Wyślij zaproszenie ponownie lub je wycofaj.
help-over = Okres dostępu już się skończył. Zaproś ponownie z późniejszą datą końca.
resend = Wyślij ponownie
resent = Nowy link jest w drodze na adres { $email }. Poprzedni już nie działa.
revoke = Wycofaj
revoke-title = Wycofać zaproszenie?
revoke-body = Link wysłany na adres { $email } natychmiast przestaje działać.
revoke-untold = Nie wysyłamy o tym żadnej wiadomości.
revoked = Zaproszenie na adres { $email } zostało wycofane.

edit-title = Edycja uprawnień: { $name }
edit-invitation-title = Edycja zaproszenia: { $email }
edit-mailed = { $name } dostanie wiadomość z nowymi uprawnieniami.
edit-link-stays = Link w wiadomości pozostaje ten sam.
edit-link-new = Na ten adres zostanie wysłane nowe zaproszenie z nowym linkiem. Stary link przestanie działać.
edit-address = Adres
edit-address-hint = Po zmianie adresu wysłany wcześniej link przestaje działać.
changed = Uprawnienia zapisane: { $name }
changed-invitation = Zaproszenie zapisane: { $email }
changed-meanwhile = Ktoś inny zmienił to w międzyczasie. Oto obecny stan: sprawdź go, a potem zapisz.
gone-meanwhile = To już nie istnieje: usunął to ktoś inny.
remove-title = Usunąć z zespołu: { $name }?
remove-body = Dostęp do sklepu { $store } kończy się natychmiast. Konto tej osoby i jej dostęp do innych sklepów pozostają bez zmian.
remove-mailed = { $name } dostanie o tym wiadomość e-mail.
remove-seat = Miejsce się zwolni.
remove-again = Aby znów pracować razem, trzeba będzie zaprosić tę osobę ponownie.
removed = Usunięto z zespołu: { $name }
leave-title = Opuścić zespół sklepu { $store }?
leave-body = Twój dostęp do tego sklepu kończy się natychmiast. Twoje konto i dostęp do innych sklepów pozostają bez zmian. Aby wrócić, będziesz potrzebować nowego zaproszenia.
left = Nie należysz już do zespołu sklepu { $store }.

settings-title = Ustawienia
settings-support = Zezwól na dostęp pomocy technicznej
settings-support-hint = Pracownicy pomocy technicznej mogą wtedy działać w tym sklepie w imieniu Twoim i każdej osoby z zespołu.
settings-domains = Dozwolone domeny
settings-domains-hint = Tylko adresy z tych domen można zapraszać i tylko one mogą dołączyć. Oddziel je spacjami, przecinkami lub wierszami. Pozostaw puste, aby dopuścić wszystkie.
settings-domains-wrong = To nie jest domena: { $list }
settings-saved = Ustawienia zapisane.

activities-title = Wydarzenia
activities-lead = Cały zespół ma dostęp do wszystkich wydarzeń. Wiadomości o nowych zamówieniach dostają osoby, których rola to przewiduje, tam, gdzie jest to tu włączone.
activities-none = Nie ma jeszcze żadnych wydarzeń.
activity-orders = Wysyłaj wiadomości o nowych zamówieniach
activity-orders-on = Wiadomości o nowych zamówieniach są wysyłane
activity-orders-off = Wiadomości o nowych zamówieniach nie są wysyłane
activity-add = Dodaj wydarzenie
activity-name = Nazwa wydarzenia
activity-name-missing = Podaj nazwę.
activity-rename = Zmień nazwę
activity-delete = Usuń
activity-delete-title = Usunąć wydarzenie { $name }?
activity-delete-body = Wiadomości o nowych zamówieniach nie będą już wysyłane. Wydarzenie pozostanie w historii.
activity-deleted = Usunięto: { $name }
activity-saved = Zapisano: { $name }

history-title = Historia
history-lead = Zmiany z ostatnich 400 dni, od najnowszych.
history-none = Jeszcze bez zmian.
history-from = adres IP: { $ip }
actor-platform = Platforma
actor-service = Staffroom
actor-invitee = Zaproszona osoba
actor-user = Ktoś
event-store-created = Otwarcie sklepu: { $actor }
event-store-changed = Zmiana ustawień sklepu: { $actor }
event-store-transferred = Przekazanie sklepu, { $actor }: dotychczas { $from }, teraz { $to }
event-invitation-created = { $actor } zaprasza { $email }.
event-invitation-resent = { $actor } wysyła nowy link na adres { $email }.
event-invitation-link-copied = { $actor } kopiuje link dla adresu { $email }.
event-invitation-renewed = Prośba o nowy link: { $email }
event-invitation-changed = { $actor } zmienia zaproszenie na adres { $email }.
event-invitation-revoked = { $actor } wycofuje zaproszenie na adres { $email }.
event-invitation-superseded = Zaproszenie dla { $email } zakończyło się, ponieważ ta osoba należy już do zespołu.
event-invitation-accepted = { $member } dołącza do zespołu.
event-invitation-declined = Zaproszenie na adres { $email } zostało odrzucone.
event-invitation-withdrawn = Zaproszenie na adres { $email } straciło ważność, bo osoba, która je wysłała, nie może już nadawać tych uprawnień.
event-invitation-expired = Zaproszenie na adres { $email } wygasło bez odpowiedzi.
event-invitation-undelivered = Zaproszenie na adres { $email } nie zostało doręczone.
event-invitation-unwanted = Zaproszenie na adres { $email } zgłoszono jako spam.
event-member-added = { $actor }: dodano do zespołu { $member }.
event-member-changed = { $actor } zmienia uprawnienia: { $member }
event-member-removed = { $actor } usuwa z zespołu: { $member }
event-member-left = { $member } opuszcza zespół.
event-member-suspended = { $actor }: zawieszono dostęp osoby { $member }.
event-member-resumed = { $actor }: przywrócono dostęp osoby { $member }.
event-member-profile-changed = { $member } zmienia własny profil.
event-member-access-ending = Przypomnienie o bliskim końcu dostępu: { $member }
event-member-access-ended = Dostęp wygasł: { $member }
event-activity-put = { $actor } zapisuje wydarzenie { $name }.
event-activity-deleted = { $actor } usuwa wydarzenie { $name }.
event-role-created = { $actor } tworzy rolę { $name }.
event-role-changed = { $actor } zmienia rolę { $name }.
event-role-deleted = { $actor } usuwa rolę { $name }.
event-app-installed = { $actor } instaluje aplikację { $app }.
event-review-due = Właściciel dostał przypomnienie o przeglądzie zespołu.
event-person-erased = { $actor }: usunięto dane osoby.
event-person-moved = { $actor }: przeniesiono osobę na inne konto.
event-other = { $actor } wprowadza zmianę: { $type }
detail-rights = Uprawnienia: { $list }
detail-added = Dodano: { $list }
detail-taken = Odebrano: { $list }
detail-invited = Zaproszony adres: { $email }
detail-reason = Powód: { $reason }
detail-address = Adres: { $after }, wcześniej { $before }
detail-name = Nazwa: { $name }
detail-plan = Plan: { $plan }
detail-support-on = Dostęp pomocy technicznej jest dozwolony.
detail-support-off = Dostęp pomocy technicznej nie jest dozwolony.
detail-domains = Dozwolone domeny: { $list }
detail-domains-all = Dozwolone są adresy ze wszystkich domen.
detail-owner = Właściciel: { $after }, wcześniej { $before }
detail-admin-url = Adres panelu administracyjnego: { $after }
detail-time-zone = Strefa czasowa: { $zone }
detail-no-end = Dostęp nie ma już daty końcowej.
