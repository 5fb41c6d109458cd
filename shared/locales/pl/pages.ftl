# Teksty wspólne dla wszystkich stron oraz teksty strony, którą otwiera link z zaproszenia. Te same nazwy co w en/pages.ftl,
# gdzie opisano zmienne.

language = Język
sign-in = Zaloguj się
sign-out = Wyloguj się
create-account = Załóż konto
cancel = Anuluj
close = Zamknij
try-again = Spróbuj ponownie
optional = (opcjonalnie)
loading = Chwileczkę…
date-unknown = nieznana data
list-few = { $shown } i jeszcze { $more }
list-more-count = Jeszcze { $count }
discard-question = Wpisane dane nie zostały wysłane. Odrzucić je?
discard-keep = Edytuj dalej
discard = Odrzuć dane

join-opening = Twoje zaproszenie
join-title = Dołącz do zespołu { $store }
join-invited = { $inviter } zaprasza Cię do wspólnego zarządzania tym sklepem.
join-invited-by-team = Masz zaproszenie do wspólnego zarządzania tym sklepem.
join-rights = Twoje uprawnienia
join-for = Zaproszony adres
join-expires = Ważne do
join-ends = Koniec dostępu
join-button = Dołącz do sklepu
join-button-as = Dołącz jako { $email }
join-next = W następnym kroku zalogujesz się. Jeśli nie masz jeszcze konta, możesz je założyć.
join-signed-in = Zalogowano jako { $email }.
join-other-account = Zalogowano jako { $email }, ale zaproszono { $invited }. Możesz dołączyć z tym kontem albo użyć innego.
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
decline-reason = Powód
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

link-from = Zaproszenie do zespołu sklepu { $store }. Wysyła: { $inviter }
link-from-team = Zaproszenie do zespołu sklepu { $store }
used-title = To zaproszenie zostało już wykorzystane
used-body = Ktoś już dołączył za pomocą tego linku. Jeśli to Ty, zaloguj się, aby otworzyć sklep.
used-body-signed-in = Ktoś już dołączył za pomocą tego linku. Jeśli to Ty, ale nie masz już dostępu, przyczynę znajdziesz na liście swoich sklepów. Jeśli to ktoś inny, poproś o nowe zaproszenie osobę, która je wysłała.
revoked-title = Ten link już nie działa
revoked-body = Zaproszenie wycofano albo wysłano nowszy link. Poszukaj nowszej wiadomości lub skontaktuj się z osobą, która wysłała zaproszenie.
refused-title = To zaproszenie zostało odrzucone
refused-body = Jeśli jednak chcesz dołączyć, poproś o nowe zaproszenie osobę, która je wysłała.
withdrawn-title = To zaproszenie straciło ważność
withdrawn-body = Osoba, która wysłała zaproszenie, nie może już nadawać tych uprawnień. Poproś właściciela sklepu o nowe zaproszenie.
unknown-title = Ten link nie działa
unknown-body = Być może został po drodze ucięty lub zmieniony. Otwórz go jeszcze raz z wiadomości albo skopiuj go stamtąd w całości i wklej tutaj.
old-title = Ten link jest za stary
old-body = Zaproszenie nie jest już przechowywane. Poproś o nowe zaproszenie osobę, która je wysłała.
missing-title = Otwórz link ze swojej wiadomości
missing-body = Ta strona pokazuje zaproszenie i potrzebuje do tego linku z wiadomości. Otwórz tę wiadomość i kliknij zawarty w niej link albo skopiuj go i wklej tutaj.
paste-link = Link z wiadomości
paste-hint = Możesz też wkleić całą wiadomość.
paste-open = Pokaż zaproszenie
paste-none = W tym tekście nie ma linku z zaproszeniem.
seats-title = W tej chwili nie ma wolnego miejsca
seats-body = Wszystkie miejsca w tym zespole są zajęte. Poproś osobę, która wysłała zaproszenie, o zwolnienie jednego, a potem spróbuj ponownie.
busy-title = Zbyt wiele prób
busy-body = Spróbuj ponownie później. Zaproszenie nie przepadnie.
domain-title = Ten adres nie może dołączyć
domain-body = Sklep przyjmuje tylko adresy z określonych domen. Skontaktuj się z osobą, która wysłała zaproszenie.
member-title = Należysz już do zespołu
member-body = Możesz otworzyć sklep swoim kontem. Zaproszenie nie jest Ci potrzebne.
on-team-title = Należysz do zespołu { $store }
on-team-body = To zaproszenie zostało już przez Ciebie wykorzystane. Możesz otworzyć sklep.
failed-title = Coś poszło nie tak
find-stores = Zobacz moje sklepy

problem-malformed-request = Coś poszło nie tak. Załaduj stronę ponownie.
problem-invalid-field = Sprawdź wpisane dane.
problem-unauthenticated = Zaloguj się ponownie.
problem-forbidden = Nie masz do tego uprawnień. Skontaktuj się z właścicielem sklepu.
problem-grant-exceeds-own = Potrzeba do tego uprawnień, których nie masz. Skontaktuj się z właścicielem sklepu.
problem-owner-is-fixed = Właściciela nie można tu zmienić ani usunąć.
problem-wrong-account = Zaproszono inny adres: { $email }.
problem-email-not-verified = Najpierw potwierdź adres swojego konta.
problem-member-suspended = Twój dostęp do tego sklepu jest zawieszony. Skontaktuj się z właścicielem sklepu.
problem-store-closed = Sklep został zamknięty.
problem-not-found = To nie istnieje lub już nie istnieje.
problem-already-member = Ta osoba należy już do zespołu.
problem-already-invited = Dla tego adresu jest już oczekujące zaproszenie.
problem-invitation-not-pending = To zaproszenie nie jest już oczekujące. Załaduj stronę ponownie, aby zobaczyć jego obecny stan.
problem-invitation-expired = To zaproszenie wygasło.
problem-invitation-used = To zaproszenie zostało już wykorzystane.
problem-invitation-revoked = To zaproszenie zostało wycofane.
problem-invitation-declined = To zaproszenie zostało odrzucone.
problem-invitation-withdrawn = To zaproszenie straciło ważność.
problem-invalid-token = Ten link nie działa.
problem-seat-limit-reached =
    { $limit ->
        [one] Twój plan obejmuje jedno miejsce i jest ono zajęte.
        [few] Twój plan obejmuje { $limit } miejsca i wszystkie są zajęte.
       *[many] Twój plan obejmuje { $limit } miejsc i wszystkie są zajęte.
    }
problem-precondition-failed = Ktoś inny w międzyczasie to zmienił. Sprawdź jeszcze raz, zanim zdecydujesz.
problem-idempotency-key-reused = Coś poszło nie tak. Załaduj stronę ponownie.
problem-idempotency-key-in-use = To jeszcze trwa. Poczekaj chwilę.
problem-domain-not-allowed = Sklep nie przyjmuje adresów z tej domeny.
problem-quota-exceeded = Zbyt wiele żądań naraz. Spróbuj ponownie po tym czasie: { $when }.
problem-unavailable = To jest w tej chwili niedostępne. Spróbuj ponownie za moment.
problem-internal = Wystąpił błąd po naszej stronie. Spróbuj ponownie później.
problem-network = Brak połączenia. Sprawdź je i spróbuj ponownie.
problem-storage-blocked = Twoja przeglądarka blokuje dane witryn, które są potrzebne do logowania. Zezwól tej stronie na pliki cookie i dane witryn, a potem załaduj ją ponownie.
problem-other = Coś poszło nie tak. Spróbuj ponownie.

unsubscribe-ask-title = Nie otrzymywać tych wiadomości?
unsubscribe-ask-body = Nie będziesz już otrzymywać wiadomości tego rodzaju od tego sklepu. Wiadomości o Twoim dostępie nadal będą przychodzić.
unsubscribe-button = Zrezygnuj z tych wiadomości
unsubscribe-unsubscribed-title = Nie będziesz już otrzymywać tych wiadomości
unsubscribe-unsubscribed-body =
    { $kind ->
        [answers] Sklep { $store } nie będzie już pisać, gdy ktoś odpowie na zaproszenie.
        [orders] Sklep { $store } nie będzie już pisać o nowych zamówieniach.
       *[reviews] Sklep { $store } nie będzie już prosić o sprawdzenie, kto ma dostęp.
    }
unsubscribe-undo = Otrzymuj je znowu
unsubscribe-subscribed-title = Znowu otrzymujesz te wiadomości
unsubscribe-subscribed-body = Sklep { $store } pisze do Ciebie jak wcześniej.
unsubscribe-invalid-title = Ten link nie działa
unsubscribe-invalid-body = Jest niepełny lub zbyt stary. Użyj linku z nowszej wiadomości.
