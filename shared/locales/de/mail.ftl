# Die E-Mails. Dieselben Namen wie in en/mail.ftl, wo die Variablen erklärt sind.

from-name = { $store } über { $brand }
link-in-full = Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:
open-store = Shop öffnen
open-team = Team ansehen
open-invitations = Einladungen ansehen
why-member = Sie erhalten diese E-Mail, weil Sie zum Team des Shops { $store } gehören.
why-manager = Sie erhalten diese E-Mail, weil Sie den Shop { $store } verwalten.
why-owner = Sie erhalten diese E-Mail, weil Ihnen der Shop { $store } gehört.
unsubscribe = Diese E-Mails abbestellen

invitation-subject = Sie wurden eingeladen, den Shop { $store } zu verwalten
invitation-title = Werden Sie Teil des Teams von { $store }
invitation-body = { $inviter } lädt Sie ein, den Shop { $store } mitzuverwalten.
invitation-rights = Ihre Berechtigungen:
invitation-ends = Ihr Zugriff endet am { $ends }.
invitation-note = Anmerkung von { $inviter }:
invitation-button = Dem Shop beitreten
invitation-address = Zum Beitreten melden Sie sich mit der Adresse { $email } an oder erstellen damit ein Konto.
invitation-any-address = Diese Einladung ging an { $email }.
invitation-expires = Die Einladung gilt bis zum { $expires } und kann einmal verwendet werden. Wenn Sie lieber ablehnen möchten, können Sie das auf derselben Seite tun.
invitation-why = Sie erhalten diese E-Mail, weil { $inviter } Ihre Adresse eingegeben hat, um Sie einzuladen. Falls Sie das nicht erwartet haben, ignorieren Sie die E-Mail einfach: Ohne Ihre Zustimmung geschieht nichts.

reminder-subject = Ihre Einladung zum Shop { $store } läuft bald ab
reminder-title = Ihre Einladung läuft bald ab
reminder-body = { $inviter } hat Sie eingeladen, den Shop { $store } mitzuverwalten. Sie haben noch nicht geantwortet.

access-changed-subject = Ihre Berechtigungen im Shop { $store } wurden geändert
access-changed-title = Ihre Berechtigungen wurden geändert
access-changed-body = { $actor } hat Ihre Berechtigungen im Shop { $store } geändert.
access-changed-added = Hinzugefügt:
access-changed-taken = Entzogen:
access-changed-now = Ihre Berechtigungen ab jetzt:
access-changed-none = Sie haben auf keinen Bereich dieses Shops mehr Zugriff.
access-changed-ends = Ihr Zugriff endet am { $ends }.
access-changed-lifted = Ihr Zugriff endet nicht mehr zu einem festen Datum.

removed-subject = Ihr Zugriff auf den Shop { $store } wurde beendet
removed-title = Ihr Zugriff wurde beendet
removed-body = Sie gehören nicht mehr zum Team des Shops { $store } und können ihn nicht mehr öffnen.
removed-account = Ihr eigenes Konto und Ihr Zugriff auf andere Shops bleiben unverändert.
removed-next = Wenn Sie das für einen Irrtum halten, wenden Sie sich bitte an die Inhaberin oder den Inhaber des Shops: { $contact }.
removed-why = Sie erhalten diese E-Mail, weil Sie zum Team des Shops { $store } gehörten.

accepted-subject = { $who } ist dem Shop { $store } beigetreten
accepted-title = Einladung angenommen
accepted-body = { $person } hat die Einladung angenommen und gehört jetzt zum Team des Shops { $store }.
accepted-forwarded = Die Einladung ging an { $email }.

declined-subject = { $email } hat die Einladung zum Shop { $store } abgelehnt
declined-title = Einladung abgelehnt
declined-body = { $email } hat die Einladung zum Shop { $store } abgelehnt.
declined-reason = Angegebener Grund:
declined-next = Diese Einladung ist damit abgeschlossen. Sie können jederzeit eine neue senden.

answers-subject =
    { $count ->
        [one] Eine Antwort auf eine Einladung zum Shop { $store }
       *[other] { $count } Antworten auf Einladungen zum Shop { $store }
    }
answers-title = Antworten auf Einladungen
answers-body =
    { $count ->
        [one] Eine Person hat auf eine Einladung zum Shop { $store } geantwortet.
       *[other] { $count } Personen haben auf Einladungen zum Shop { $store } geantwortet.
    }
answers-joined = Beigetreten:
answers-declined = Abgelehnt:
answers-more =
    { $more ->
        [one] Und eine weitere Antwort.
       *[other] Und { $more } weitere Antworten.
    }

undelivered-subject =
    { $cause ->
        [complained] Die Einladung an { $email } wurde als Spam gemeldet
       *[other] Die Einladung an { $email } wurde nicht zugestellt
    }
undelivered-title =
    { $cause ->
        [complained] Einladung als Spam gemeldet
       *[other] Einladung nicht zugestellt
    }
undelivered-body =
    { $cause ->
        [bounced] Ihre Einladung zum Shop { $store } kam zurück: Das Postfach { $email } existiert nicht oder nimmt keine E-Mails an.
        [complained] Unter { $email } wurde Ihre Einladung zum Shop { $store } als Spam gemeldet.
       *[refused] Unser E-Mail-Dienst hat Ihre Einladung zum Shop { $store } an { $email } nicht angenommen.
    }
undelivered-next =
    { $cause ->
        [complained] Bitte sprechen Sie mit dieser Person, bevor Sie sie erneut einladen.
       *[other] Bitte prüfen Sie die Adresse und laden Sie die Person dann erneut ein.
    }

withdrawn-subject = Die Einladung an { $email } wurde zurückgezogen
withdrawn-title = Einladung zurückgezogen
withdrawn-body = { $inviter } hatte { $email } zum Shop { $store } eingeladen, kann diese Berechtigungen aber nicht mehr vergeben. Die Einladung wurde zurückgezogen, und ihr Link funktioniert nicht mehr.
withdrawn-next = Falls diese Person weiterhin beitreten soll, laden Sie sie bitte selbst ein.

address-changed-subject = { $member } hat eine neue Anmeldeadresse
address-changed-title = Neue Anmeldeadresse
address-changed-body = { $member } aus dem Team des Shops { $store } meldet sich ab jetzt mit einer anderen Adresse an.
address-changed-old = Bisher:
address-changed-new = Jetzt:
address-changed-next = Die Berechtigungen bleiben gleich. Falls Sie das überrascht, fragen Sie nach, und entfernen Sie die Person im Zweifel aus dem Team.

app-installed-subject = { $app } wurde im Shop { $store } installiert
app-installed-title = Neue App installiert
app-installed-body = { $member } hat die App { $app } im Shop { $store } installiert.
app-installed-next = Falls Sie das nicht erwartet haben, prüfen Sie die Apps in den Einstellungen Ihres Shops.

order-created-subject =
    { $numbered ->
        [yes] Neue Bestellung { $number } für { $activity }
       *[no] Neue Bestellung für { $activity }
    }
order-created-title = Neue Bestellung
order-created-body = Für { $activity } im Shop { $store } ist eine neue Bestellung eingegangen.
order-created-number = Bestellung:
order-created-customer = Kunde:
order-created-total = Summe:
currency-sign =
    { $code ->
        [EUR] €
        [GBP] £
       *[other] –
    }
money-with-sign = { $minus }{ $amount } { $currency }
money-with-code = { $minus }{ $amount } { $currency }
order-created-why = Sie erhalten diese E-Mail, weil Ihre Rolle im Shop { $store } Mitteilungen über Bestellungen umfasst.

review-due-subject = Wer hat Zugriff auf den Shop { $store }?
review-due-title = Zeit, Ihr Team zu prüfen
review-due-body =
    { $count ->
        [0] Außer Ihnen hat niemand Zugriff auf den Shop { $store }.
        [one] Außer Ihnen hat eine Person Zugriff auf den Shop { $store }:
       *[other] Außer Ihnen haben { $count } Personen Zugriff auf den Shop { $store }:
    }
review-due-active = Zuletzt aktiv am { $day }
review-due-never = Noch nicht aktiv
review-due-ended = Haben keinen Zugriff mehr:
review-due-access-ended = Zugriff beendet am { $day }
review-due-suspended = Zugriff gesperrt am { $day }
review-due-without-rights = Die Berechtigungen gibt es nicht mehr
review-due-more =
    { $more ->
        [one] Und eine weitere Person.
       *[other] Und { $more } weitere Personen.
    }
review-due-next = Bitte prüfen Sie, ob alle diese Berechtigungen noch brauchen, und entfernen Sie Personen, die nicht mehr mit Ihnen arbeiten.
review-due-button = Team prüfen

access-ending-subject = Ihr Zugriff auf den Shop { $store } endet bald
access-ending-title = Ihr Zugriff endet bald
access-ending-body = Ihr Zugriff auf den Shop { $store } endet am { $ends }.
access-ending-next = Wenn Sie ihn länger brauchen, wenden Sie sich an eine Person, die das Team verwaltet, oder an die Inhaberin oder den Inhaber des Shops: { $email }. Andernfalls müssen Sie nichts tun.

## Access has ended, to the former member

access-ended-subject = Ihr Zugriff auf den Shop { $store } ist beendet
access-ended-title = Ihr Zugriff ist beendet
access-ended-body = Ihr Zugriff auf den Shop { $store } endete am { $ends }.
access-ended-next = Wenn Sie wieder Zugriff brauchen, wenden Sie sich an die Inhaberin oder den Inhaber des Shops: { $email }.
access-ended-why = Sie erhalten diese E-Mail, weil Sie zum Team des Shops { $store } gehörten.

## A member left, to those who manage the team

left-subject = { $who } hat den Shop { $store } verlassen
left-title = Ein Mitglied hat das Team verlassen
left-body = { $person } hat das Team des Shops { $store } verlassen und kann ihn nicht mehr öffnen.

## The store has another owner, to the former one

ownership-ended-subject = Der Shop { $store } gehört jetzt einer anderen Person
ownership-ended-title = Der Shop gehört jetzt einer anderen Person
ownership-ended-body = Der Shop { $store } gehört jetzt { $owner }.
ownership-ended-next = Sie können den Shop nicht mehr öffnen. Falls Sie das nicht erwartet haben, wenden Sie sich sofort an den Support Ihrer Plattform.
ownership-ended-why = Sie erhalten diese E-Mail, weil Ihnen der Shop { $store } gehörte.

## The store has another owner, to the new one

ownership-begun-subject = Der Shop { $store } gehört jetzt Ihnen
ownership-begun-title = Der Shop gehört jetzt Ihnen
ownership-begun-body = Der Shop { $store }, der bisher { $former } gehörte, gehört jetzt Ihnen.

## The owner's address changed, to the former address

owner-address-changed-subject = Ihre Adresse für den Shop { $store } wurde geändert
owner-address-changed-title = Ihre Adresse wurde geändert
owner-address-changed-body = E-Mails an Sie zum Shop { $store }, der Ihnen gehört, gehen jetzt an eine andere Adresse.
owner-address-changed-next = Falls Sie das nicht erwartet haben, wenden Sie sich sofort an den Support Ihrer Plattform.
owner-address-changed-why = Sie erhalten diese E-Mail, weil dies Ihre Adresse für den Shop { $store } war.

## A member's access suspended, and resumed. $contact: the owner's address

suspended-subject = Ihr Zugriff auf den Shop { $store } ist gesperrt
suspended-title = Ihr Zugriff ist gesperrt
suspended-body = Sie können den Shop { $store } derzeit nicht öffnen. Ihre Berechtigungen bleiben erhalten.
suspended-next = Bei Fragen wenden Sie sich bitte an die Inhaberin oder den Inhaber des Shops: { $contact }.
resumed-subject = Sie haben wieder Zugriff auf den Shop { $store }
resumed-title = Sie haben wieder Zugriff
resumed-body = Ihr Zugriff auf den Shop { $store } ist nicht mehr gesperrt.

## To a member whom the platform has added

added-subject = Sie gehören zum Team des Shops { $store }
added-title = Sie gehören zum Team von { $store }
added-body = Sie wurden in das Team des Shops { $store } aufgenommen.
