# Wiadomości e-mail. Te same nazwy co w en/mail.ftl, gdzie opisano zmienne.
# Czas teraźniejszy lub dwukropek przy osobach: imię nie mówi, jakiej formy czasownika użyć.

from-name = { $store } przez { $brand }
link-in-full = Jeśli przycisk nie działa, skopiuj ten adres do przeglądarki:
open-store = Otwórz sklep
open-team = Zobacz zespół
open-invitations = Zobacz zaproszenia
why-member = Otrzymujesz tę wiadomość, ponieważ należysz do zespołu sklepu { $store }.
why-manager = Otrzymujesz tę wiadomość, ponieważ zarządzasz sklepem { $store }.
why-owner = Otrzymujesz tę wiadomość, ponieważ sklep { $store } należy do Ciebie.
unsubscribe = Nie chcę otrzymywać tych wiadomości

invitation-subject = Masz zaproszenie do zarządzania sklepem { $store }
invitation-title = Dołącz do zespołu { $store }
invitation-body = { $inviter } zaprasza Cię do wspólnego zarządzania sklepem { $store }.
invitation-rights = Twoje uprawnienia:
invitation-ends = Twój dostęp wygaśnie { $ends }.
invitation-note = Dopisek osoby zapraszającej ({ $inviter }):
invitation-button = Dołącz do sklepu
invitation-address = Aby dołączyć, zaloguj się adresem { $email } lub załóż na niego konto.
invitation-any-address = To zaproszenie wysłano na adres { $email }.
invitation-expires = Zaproszenie jest ważne do { $expires } i można z niego skorzystać tylko raz. Jeśli wolisz je odrzucić, możesz to zrobić na tej samej stronie.
invitation-why = Otrzymujesz tę wiadomość, ponieważ Twój adres podano w zaproszeniu (zaprasza: { $inviter }). Jeśli się jej nie spodziewasz, po prostu ją zignoruj: bez Twojej zgody nic się nie stanie.

reminder-subject = Twoje zaproszenie do sklepu { $store } wkrótce wygaśnie
reminder-title = Twoje zaproszenie wkrótce wygaśnie
reminder-body = { $inviter } zaprasza Cię do wspólnego zarządzania sklepem { $store }. Nie mamy jeszcze Twojej odpowiedzi.

access-changed-subject = Twoje uprawnienia w sklepie { $store } uległy zmianie
access-changed-title = Zmiana uprawnień
access-changed-body = Twoje uprawnienia w sklepie { $store } uległy zmianie. Zmianę wprowadza: { $actor }.
access-changed-added = Dodano:
access-changed-taken = Odebrano:
access-changed-now = Twoje uprawnienia od teraz:
access-changed-none = Nie masz już dostępu do żadnej części tego sklepu.
access-changed-ends = Twój dostęp wygaśnie { $ends }.
access-changed-lifted = Twój dostęp nie ma już daty końcowej.

removed-subject = Odebrano Ci dostęp do sklepu { $store }
removed-title = Odebrano Ci dostęp
removed-body = Nie należysz już do zespołu sklepu { $store } i nie możesz go otworzyć.
removed-account = Twoje konto i dostęp do innych sklepów pozostają bez zmian.
removed-next = Jeśli to pomyłka, skontaktuj się z właścicielem sklepu: { $contact }.
removed-why = Otrzymujesz tę wiadomość w związku z usunięciem z zespołu sklepu { $store }.

accepted-subject = Nowa osoba w sklepie { $store }: { $who }
accepted-title = Zaproszenie przyjęte
accepted-body = { $person } przyjmuje zaproszenie i od teraz należy do zespołu sklepu { $store }.
accepted-forwarded = Zaproszenie wysłano na adres { $email }.

declined-subject = Zaproszenie do sklepu { $store } odrzucone: { $email }
declined-title = Zaproszenie odrzucone
declined-body = Zaproszenie do sklepu { $store } wysłane na adres { $email } zostało odrzucone.
declined-reason = Podany powód:
declined-next = To zaproszenie jest zamknięte. W każdej chwili możesz wysłać nowe.

answers-subject =
    { $count ->
        [one] Odpowiedź na zaproszenie do sklepu { $store }
        [few] { $count } odpowiedzi na zaproszenia do sklepu { $store }
       *[many] { $count } odpowiedzi na zaproszenia do sklepu { $store }
    }
answers-title = Odpowiedzi na zaproszenia
answers-body =
    { $count ->
        [one] Jedna osoba odpowiedziała na zaproszenie do sklepu { $store }.
        [few] { $count } osoby odpowiedziały na zaproszenia do sklepu { $store }.
       *[many] { $count } osób odpowiedziało na zaproszenia do sklepu { $store }.
    }
answers-joined = Dołączyły:
answers-declined = Odrzuciły zaproszenie:
answers-more =
    { $more ->
        [one] I jeszcze jedna odpowiedź.
        [few] I jeszcze { $more } odpowiedzi.
       *[many] I jeszcze { $more } odpowiedzi.
    }

undelivered-subject =
    { $cause ->
        [complained] Zaproszenie na adres { $email } zgłoszono jako spam
       *[other] Zaproszenie na adres { $email } nie zostało doręczone
    }
undelivered-title =
    { $cause ->
        [complained] Zaproszenie zgłoszone jako spam
       *[other] Zaproszenie niedoręczone
    }
undelivered-body =
    { $cause ->
        [bounced] Twoje zaproszenie do sklepu { $store } wróciło: skrzynka { $email } nie istnieje lub nie przyjmuje wiadomości.
        [complained] Odbiorca pod adresem { $email } zgłosił Twoje zaproszenie do sklepu { $store } jako spam.
       *[refused] Nasza usługa pocztowa nie przyjęła Twojego zaproszenia do sklepu { $store } na adres { $email }.
    }
undelivered-next =
    { $cause ->
        [complained] Porozmawiaj z tą osobą, zanim zaprosisz ją ponownie.
       *[other] Sprawdź adres, a następnie zaproś tę osobę ponownie.
    }

withdrawn-subject = Zaproszenie na adres { $email } straciło ważność
withdrawn-title = Zaproszenie straciło ważność
withdrawn-body = Zaproszenie do sklepu { $store } wysłane na adres { $email } straciło ważność, a jego link już nie działa. Osoba zapraszająca nie może już nadawać tych uprawnień: { $inviter }.
withdrawn-next = Jeśli ta osoba ma mimo to dołączyć, wyślij jej zaproszenie samodzielnie.

address-changed-subject = { $member }: nowy adres logowania
address-changed-title = Nowy adres logowania
address-changed-body = { $member }, osoba z zespołu sklepu { $store }, loguje się teraz innym adresem.
address-changed-old = Dotychczas:
address-changed-new = Teraz:
address-changed-next = Uprawnienia tej osoby się nie zmieniają. Jeśli to Cię dziwi, zapytaj ją o to, a w razie wątpliwości usuń ją z zespołu.

app-installed-subject = Nowa aplikacja w sklepie { $store }: { $app }
app-installed-title = Zainstalowano nową aplikację
app-installed-body = W sklepie { $store } zainstalowano aplikację { $app }. Osoba instalująca: { $member }.
app-installed-next = Jeśli się tego nie spodziewasz, sprawdź aplikacje w ustawieniach sklepu.

order-created-subject =
    { $numbered ->
        [yes] Nowe zamówienie { $number }: { $activity }
       *[no] Nowe zamówienie: { $activity }
    }
order-created-title = Nowe zamówienie
order-created-body = W sklepie { $store } pojawiło się nowe zamówienie: { $activity }.
order-created-number = Zamówienie:
order-created-customer = Klient:
order-created-total = Razem:
currency-sign =
    { $code ->
        [EUR] €
        [GBP] £
        [PLN] zł
       *[other] –
    }
money-with-sign = { $minus }{ $amount } { $currency }
money-with-code = { $minus }{ $amount } { $currency }
order-created-why = Otrzymujesz tę wiadomość, ponieważ Twoja rola w sklepie { $store } obejmuje powiadomienia o zamówieniach.

review-due-subject = Kto ma dostęp do sklepu { $store }?
review-due-title = Czas na przegląd zespołu
review-due-body =
    { $count ->
        [0] Nikt poza Tobą nie ma dostępu do sklepu { $store }.
        [one] Poza Tobą dostęp do sklepu { $store } ma jedna osoba:
        [few] Poza Tobą dostęp do sklepu { $store } mają { $count } osoby:
       *[many] Poza Tobą dostęp do sklepu { $store } ma { $count } osób:
    }
review-due-active = Ostatnia aktywność: { $day }
review-due-never = Jeszcze bez aktywności
review-due-ended = Nie mają już dostępu:
review-due-access-ended = Dostęp wygasł: { $day }
review-due-suspended = Dostęp zawieszony: { $day }
review-due-without-rights = Uprawnienia już nie istnieją
review-due-more =
    { $more ->
        [one] I jeszcze jedna osoba.
        [few] I jeszcze { $more } osoby.
       *[many] I jeszcze { $more } osób.
    }
review-due-next = Sprawdź, czy wszyscy nadal potrzebują tych uprawnień, i usuń osoby, które już z Tobą nie pracują.
review-due-button = Przejrzyj zespół

access-ending-subject = Twój dostęp do sklepu { $store } wkrótce wygaśnie
access-ending-title = Twój dostęp wkrótce wygaśnie
access-ending-body = Twój dostęp do sklepu { $store } wygaśnie { $ends }.
access-ending-next = Jeśli potrzebujesz go dłużej, skontaktuj się z osobą zarządzającą zespołem lub z właścicielem sklepu: { $email }. W przeciwnym razie nie musisz nic robić.

## Access has ended, to the former member

access-ended-subject = Twój dostęp do sklepu { $store } wygasł
access-ended-title = Twój dostęp wygasł
access-ended-body = Twój dostęp do sklepu { $store } wygasł { $ends }.
access-ended-next = Jeśli znów potrzebujesz dostępu, skontaktuj się z właścicielem sklepu: { $email }.
access-ended-why = Otrzymujesz tę wiadomość w związku z dawną przynależnością do zespołu sklepu { $store }.

## A member left, to those who manage the team

left-subject = { $who }: odejście ze sklepu { $store }
left-title = Odejście z zespołu
left-body = { $person } nie należy już do zespołu sklepu { $store } i nie może go otworzyć. To własna decyzja tej osoby.

## The store has another owner, to the former one

ownership-ended-subject = Sklep { $store } ma nowego właściciela
ownership-ended-title = Sklep ma nowego właściciela
ownership-ended-body = Sklep { $store } ma nowego właściciela: { $owner }.
ownership-ended-next = Nie możesz już otworzyć sklepu. Jeśli to dla Ciebie niespodzianka, natychmiast skontaktuj się z pomocą techniczną swojej platformy.
ownership-ended-why = Otrzymujesz tę wiadomość, ponieważ sklep { $store } należał do Ciebie.

## The store has another owner, to the new one

ownership-begun-subject = Sklep { $store } należy teraz do Ciebie
ownership-begun-title = Sklep należy teraz do Ciebie
ownership-begun-body = Sklep { $store } należy teraz do Ciebie. Poprzedni właściciel: { $former }.

## The owner's address changed, to the former address

owner-address-changed-subject = Zmieniono Twój adres w sklepie { $store }
owner-address-changed-title = Zmieniono Twój adres
owner-address-changed-body = Wiadomości do właściciela sklepu { $store } są teraz wysyłane na inny adres.
owner-address-changed-next = Jeśli to dla Ciebie niespodzianka, natychmiast skontaktuj się z pomocą techniczną swojej platformy.
owner-address-changed-why = Otrzymujesz tę wiadomość, ponieważ był to Twój adres w sklepie { $store }.

## A member's access suspended, and resumed. $contact: the owner's address

suspended-subject = Twój dostęp do sklepu { $store } jest zawieszony
suspended-title = Twój dostęp jest zawieszony
suspended-body = W tej chwili nie możesz otworzyć sklepu { $store }. Twoje uprawnienia zostały zachowane.
suspended-next = W razie pytań skontaktuj się z właścicielem sklepu: { $contact }.
resumed-subject = Znów masz dostęp do sklepu { $store }
resumed-title = Znów masz dostęp
resumed-body = Twój dostęp do sklepu { $store } nie jest już zawieszony.

## To a member whom the platform has added

added-subject = Należysz do zespołu sklepu { $store }
added-title = Należysz do zespołu { $store }
added-body = Dodano Cię do zespołu sklepu { $store }.
