# Strony: to, co mają wspólnego, oraz ta, którą otwiera link z zaproszenia. Te same nazwy co w en/pages.ftl, gdzie
# objaśniono zmienne.

language = Język
sign-in = Zaloguj się
sign-out = Wyloguj się
create-account = Załóż konto
cancel = Anuluj
close = Zamknij
try-again = Spróbuj ponownie
optional = (opcjonalnie)
loading = Chwileczkę…

join-opening = Twoje zaproszenie
join-title = Dołącz do zespołu { $store }
join-invited = { $inviter } zaprasza Cię do wspólnego zarządzania tym sklepem.
join-invited-by-team = Masz zaproszenie do wspólnego zarządzania tym sklepem.
join-rights = Twoje uprawnienia
join-for = Zaproszony adres
join-expires = Ważne do
join-ends = Koniec uprawnień
join-button = Dołącz do sklepu
join-button-as = Dołącz jako { $email }
join-next = W następnym kroku zalogujesz się. Jeśli nie masz jeszcze konta, możesz je założyć.
join-signed-in = Zalogowano jako { $email }.
join-other-account = Zalogowano jako { $email }, a to nie jest zaproszony adres. Możesz dołączyć z tym kontem albo użyć innego. { $invited }
join-switch = Użyj innego konta
join-decline = Odrzuć zaproszenie
join-consent = Bez Twojej zgody nic się nie stanie.
join-cancelled = Wracasz bez zalogowania. Zaproszenie pozostaje ważne.
join-sign-in-failed = Logowanie nie powiodło się. Spróbuj ponownie.

joined-title = Witaj w zespole { $store }
joined-body = Należysz już do zespołu i możesz od razu zacząć.
joined-open = Otwórz sklep
joined-team = Zobacz zespół

decline-title = Odrzucić zaproszenie?
decline-body = Zespół { $store } dowie się, że nie dołączasz. Ten link przestanie potem działać.
decline-reason = Twój powód
decline-reason-hint = Zespół będzie mógł go przeczytać.
decline-confirm = Odrzuć
declined-title = Zaproszenie odrzucone
declined-body = Zespół { $store } już o tym wie. Nie musisz robić nic więcej.
declined-again = Jeśli zmienisz zdanie, poproś o nowe zaproszenie.

wrong-account-title = Zaproszono inny adres
wrong-account-body = Zalogowano jako { $email }. Zaproszenie jest dla { $invited }.
wrong-account-next = Aby dołączyć, zaloguj się zaproszonym adresem.
not-verified-title = Najpierw potwierdź swój adres
not-verified-body = Adres Twojego konta, { $email }, nie został jeszcze potwierdzony. Otwórz wiadomość z potwierdzeniem konta, kliknij zawarty w niej link, a potem wróć tutaj i zaloguj się ponownie.
sign-in-again = Zaloguj się ponownie

expired-title = To zaproszenie wygasło
expired-body = Zaproszenia są ważne tylko kilka dni. Możemy wysłać nowy link na zaproszony adres.
expired-button = Wyślij nowy link
renewed-title = Nowy link jest w drodze
renewed-body = Został wysłany na zaproszony adres. Powinien dotrzeć w ciągu kilku minut; zajrzyj też do folderu ze spamem. Możesz zamknąć tę stronę.

used-title = To zaproszenie zostało już wykorzystane
used-body = Ktoś już dołączył za pomocą tego linku. Jeśli to Ty, zaloguj się, aby znaleźć sklep.
revoked-title = Ten link już nie działa
revoked-body = Zaproszenie cofnięto albo wysłano nowszy link. Poszukaj nowszej wiadomości lub zapytaj osobę, od której pochodzi zaproszenie.
refused-title = To zaproszenie zostało odrzucone
refused-body = Jeśli jednak chcesz dołączyć, poproś o nowe zaproszenie osobę, od której pochodzi to zaproszenie.
withdrawn-title = To zaproszenie nie jest już ważne
withdrawn-body = Osoba, od której pochodzi zaproszenie, nie może już nadawać tych uprawnień. Poproś właściciela sklepu o nowe zaproszenie.
unknown-title = Ten link nie działa
unknown-body = Być może został ucięty lub błędnie przepisany. Otwórz go jeszcze raz z wiadomości albo skopiuj go stamtąd w całości.
missing-title = Otwórz link ze swojej wiadomości
missing-body = Ta strona pokazuje zaproszenie i potrzebuje do tego linku z wiadomości. Otwórz tę wiadomość i kliknij zawarty w niej link.
seats-title = W tej chwili nie ma wolnego miejsca
seats-body = Wszystkie miejsca w tym zespole są zajęte. Poproś osobę, od której pochodzi zaproszenie, o zwolnienie jednego, a potem spróbuj ponownie.
busy-title = Zbyt wiele prób
busy-body = Spróbuj ponownie później. Zaproszenie nie przepadnie.
domain-title = Ten adres nie może dołączyć
domain-body = Sklep przyjmuje tylko adresy z określonych domen. Zapytaj osobę, od której pochodzi zaproszenie.
member-title = Należysz już do zespołu
member-body = Możesz otworzyć sklep swoim kontem. Zaproszenie nie było potrzebne.
failed-title = Nie udało się
find-stores = Zaloguj się do moich sklepów

problem-malformed-request = Nie udało się. Załaduj stronę ponownie.
problem-invalid-field = Sprawdź wpisane dane.
problem-unauthenticated = Zaloguj się ponownie.
problem-forbidden = Nie masz do tego prawa. Zapytaj właściciela sklepu.
problem-grant-exceeds-own = Potrzeba do tego uprawnień, których nie masz. Zapytaj właściciela sklepu.
problem-owner-is-fixed = Właściciela nie można tu zmienić ani usunąć.
problem-wrong-account = Zaproszono inny adres: { $email }.
problem-email-not-verified = Najpierw potwierdź adres swojego konta.
problem-not-found = To nie istnieje lub już nie istnieje.
problem-already-member = Ta osoba należy już do zespołu.
problem-already-invited = Dla tego adresu jest już otwarte zaproszenie.
problem-invitation-not-pending = To zaproszenie nie jest już otwarte. Załaduj stronę ponownie, aby zobaczyć jego stan.
problem-invitation-expired = To zaproszenie wygasło.
problem-invitation-used = To zaproszenie zostało już wykorzystane.
problem-invitation-revoked = To zaproszenie zostało cofnięte.
problem-invitation-declined = To zaproszenie zostało odrzucone.
problem-invitation-withdrawn = To zaproszenie nie jest już ważne.
problem-invalid-token = Ten link nie działa.
problem-seat-limit-reached =
    { $limit ->
        [one] Plan obejmuje jedno miejsce i jest ono zajęte.
        [few] Plan obejmuje { $limit } miejsca i wszystkie są zajęte.
       *[many] Plan obejmuje { $limit } miejsc i wszystkie są zajęte.
    }
problem-precondition-failed = Ktoś inny w międzyczasie to zmienił. Spójrz jeszcze raz, zanim zdecydujesz.
problem-idempotency-key-reused = Nie udało się. Załaduj stronę ponownie.
problem-idempotency-key-in-use = To jeszcze trwa. Poczekaj chwilę.
problem-domain-not-allowed = Sklep nie przyjmuje adresów z tej domeny.
problem-quota-exceeded = To było dużo naraz. Spróbuj ponownie po tym czasie: { $when }.
problem-unavailable = W tej chwili to nie działa. Spróbuj ponownie za moment.
problem-internal = Coś poszło nie tak po naszej stronie. Spróbuj ponownie później.
problem-network = Brak połączenia. Sprawdź je i spróbuj ponownie.
problem-other = Nie udało się. Spróbuj ponownie.

# TODO
date-unknown = unknown date
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
paste-link = Link from the email
paste-hint = You can also paste the whole email.
paste-open = Show the invitation
paste-none = There is no invitation link in this text.
on-team-title = You are on the team of { $store }
on-team-body = You have already used this invitation. You can open the store.
problem-storage-blocked = Your browser blocks site data, which signing in needs. Allow cookies and site data for this page, then reload it.
