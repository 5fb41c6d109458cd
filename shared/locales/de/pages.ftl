# Die Texte, die alle Seiten gemeinsam haben, und die der Seite, die der Link einer Einladung öffnet. Dieselben Namen wie in
# en/pages.ftl, wo die Variablen erklärt sind.

language = Sprache
sign-in = Anmelden
sign-out = Abmelden
create-account = Konto erstellen
cancel = Abbrechen
close = Schließen
try-again = Noch einmal versuchen
optional = (optional)
loading = Einen Moment …
date-unknown = unbekanntes Datum
list-few = { $shown } und { $more } weitere
list-more-count =
    { $count ->
        [one] Eine weitere
       *[other] { $count } weitere
    }
discard-question = Ihre Eingaben wurden nicht gesendet. Möchten Sie sie verwerfen?
discard-keep = Weiter bearbeiten
discard = Verwerfen

join-opening = Ihre Einladung
join-title = Werden Sie Teil des Teams von { $store }
join-invited = { $inviter } lädt Sie ein, diesen Shop mitzuverwalten.
join-invited-by-team = Sie sind eingeladen, diesen Shop mitzuverwalten.
join-rights = Ihre Berechtigungen
join-for = Eingeladene Adresse
join-expires = Gültig bis
join-ends = Zugriff endet am
join-button = Dem Shop beitreten
join-button-as = Als { $email } beitreten
join-next = Im nächsten Schritt melden Sie sich an. Falls Sie noch kein Konto haben, können Sie eines erstellen.
join-signed-in = Sie sind als { $email } angemeldet.
join-other-account = Sie sind als { $email } angemeldet, eingeladen wurde aber { $invited }. Sie können mit diesem Konto beitreten oder ein anderes verwenden.
join-switch = Anderes Konto verwenden
join-decline = Einladung ablehnen
join-consent = Ohne Ihre Zustimmung geschieht nichts.
join-cancelled = Sie sind zurück, ohne sich angemeldet zu haben. Die Einladung gilt weiterhin.
join-sign-in-failed = Die Anmeldung hat nicht geklappt. Bitte versuchen Sie es noch einmal.

joined-title = Willkommen im Team von { $store }
joined-body = Sie gehören jetzt zum Team und können gleich loslegen.
joined-open = Shop öffnen
joined-team = Team ansehen

decline-title = Einladung ablehnen?
decline-body = Das Team von { $store } erfährt, dass Sie nicht beitreten. Dieser Link funktioniert danach nicht mehr.
decline-reason = Grund
decline-reason-hint = Das Team kann ihn lesen.
decline-confirm = Ablehnen
declined-title = Sie haben die Einladung abgelehnt
declined-body = Das Team von { $store } wurde informiert. Sie müssen nichts weiter tun.
declined-again = Falls Sie es sich anders überlegen, bitten Sie um eine neue Einladung.

wrong-account-title = Eingeladen wurde eine andere Adresse
wrong-account-body = Sie sind als { $email } angemeldet. Die Einladung gilt für { $invited }.
wrong-account-next = Melden Sie sich mit der eingeladenen Adresse an, um beizutreten.
not-verified-title = Bitte bestätigen Sie zuerst Ihre Adresse
not-verified-body = Die Adresse Ihres Kontos, { $email }, ist noch nicht bestätigt. Öffnen Sie die Bestätigungs-E-Mail zu Ihrem Konto und folgen Sie ihrem Link. Kommen Sie dann hierher zurück und melden Sie sich erneut an.
sign-in-again = Erneut anmelden

expired-title = Diese Einladung ist abgelaufen
expired-body = Einladungen gelten nur wenige Tage. Wir können einen neuen Link an die eingeladene Adresse senden.
expired-button = Neuen Link senden
renewed-title = Ein neuer Link ist unterwegs
renewed-body = Wir haben ihn an die eingeladene Adresse gesendet. Er sollte in wenigen Minuten da sein; sehen Sie auch im Spam-Ordner nach. Diese Seite können Sie schließen.

link-from = Einladung von { $inviter } in das Team von { $store }
link-from-team = Einladung in das Team von { $store }
used-title = Diese Einladung wurde schon verwendet
used-body = Mit diesem Link ist bereits jemand beigetreten. Wenn Sie das waren, melden Sie sich an, um den Shop zu öffnen.
used-body-signed-in = Mit diesem Link ist bereits jemand beigetreten. Wenn Sie das waren und keinen Zugriff mehr haben, steht der Grund in der Liste Ihrer Shops. Wenn es jemand anderes war, bitten Sie die Person, die Sie eingeladen hat, um eine neue Einladung.
revoked-title = Dieser Link funktioniert nicht mehr
revoked-body = Die Einladung wurde widerrufen, oder es wurde ein neuerer Link gesendet. Suchen Sie nach einer neueren E-Mail, oder fragen Sie die Person, die Sie eingeladen hat.
refused-title = Diese Einladung wurde abgelehnt
refused-body = Wenn Sie doch beitreten möchten, bitten Sie die Person, die Sie eingeladen hat, um eine neue Einladung.
withdrawn-title = Diese Einladung gilt nicht mehr
withdrawn-body = Die Person, die Sie eingeladen hat, kann diese Berechtigungen nicht mehr vergeben. Bitten Sie die Inhaberin oder den Inhaber des Shops um eine neue Einladung.
unknown-title = Dieser Link funktioniert nicht
unknown-body = Vielleicht wurde er unterwegs abgeschnitten oder verändert. Öffnen Sie ihn noch einmal aus der E-Mail, oder kopieren Sie ihn dort vollständig und fügen Sie ihn hier ein.
old-title = Dieser Link ist zu alt
old-body = Die Einladung ist nicht mehr gespeichert. Bitten Sie die Person, die Sie eingeladen hat, um eine neue Einladung.
missing-title = Öffnen Sie den Link aus Ihrer E-Mail
missing-body = Diese Seite zeigt eine Einladung und braucht dafür den Link aus der E-Mail. Öffnen Sie die E-Mail und folgen Sie ihrem Link, oder kopieren Sie den Link und fügen Sie ihn hier ein.
paste-link = Link aus der E-Mail
paste-hint = Sie können auch die ganze E-Mail einfügen.
paste-open = Einladung anzeigen
paste-none = In diesem Text ist kein Einladungslink.
seats-title = Zurzeit ist kein Platz frei
seats-body = Alle Plätze in diesem Team sind belegt. Bitten Sie die Person, die Sie eingeladen hat, einen frei zu machen, und versuchen Sie es dann noch einmal.
busy-title = Zu viele Versuche
busy-body = Bitte versuchen Sie es später noch einmal. Die Einladung geht nicht verloren.
domain-title = Diese Adresse kann nicht beitreten
domain-body = Der Shop nimmt nur Adressen bestimmter Domains auf. Bitte fragen Sie die Person, die Sie eingeladen hat.
member-title = Sie gehören schon zum Team
member-body = Sie können den Shop mit Ihrem Konto öffnen. Die Einladung brauchen Sie nicht.
on-team-title = Sie gehören zum Team von { $store }
on-team-body = Sie haben diese Einladung bereits verwendet und können den Shop öffnen.
failed-title = Das hat nicht geklappt
find-stores = Meine Shops anzeigen

problem-malformed-request = Das hat nicht geklappt. Bitte laden Sie die Seite neu.
problem-invalid-field = Bitte prüfen Sie Ihre Eingaben.
problem-unauthenticated = Bitte melden Sie sich erneut an.
problem-forbidden = Dazu sind Sie nicht berechtigt. Wenden Sie sich an die Inhaberin oder den Inhaber des Shops.
problem-grant-exceeds-own = Dafür sind Berechtigungen nötig, die Sie selbst nicht haben. Wenden Sie sich an die Inhaberin oder den Inhaber des Shops.
problem-owner-is-fixed = Die Inhaberrolle lässt sich hier weder ändern noch entfernen.
problem-wrong-account = Eingeladen wurde eine andere Adresse: { $email }.
problem-email-not-verified = Bitte bestätigen Sie zuerst die Adresse Ihres Kontos.
problem-member-suspended = Ihr Zugriff auf diesen Shop ist gesperrt. Bitte wenden Sie sich an die Inhaberin oder den Inhaber.
problem-store-closed = Der Shop ist geschlossen.
problem-not-found = Das gibt es nicht oder nicht mehr.
problem-already-member = Diese Person gehört schon zum Team.
problem-already-invited = Für diese Adresse gibt es schon eine ausstehende Einladung.
problem-invitation-not-pending = Diese Einladung steht nicht mehr aus. Laden Sie die Seite neu, um den Stand zu sehen.
problem-invitation-expired = Diese Einladung ist abgelaufen.
problem-invitation-used = Diese Einladung wurde schon verwendet.
problem-invitation-revoked = Diese Einladung wurde widerrufen.
problem-invitation-declined = Diese Einladung wurde abgelehnt.
problem-invitation-withdrawn = Diese Einladung gilt nicht mehr.
problem-invalid-token = Dieser Link funktioniert nicht.
problem-seat-limit-reached =
    { $limit ->
        [one] Ihr Tarif umfasst einen Platz, und der ist belegt.
       *[other] Ihr Tarif umfasst { $limit } Plätze, und alle sind belegt.
    }
problem-precondition-failed = Jemand anderes hat das inzwischen geändert. Prüfen Sie es noch einmal, bevor Sie entscheiden.
problem-idempotency-key-reused = Das hat nicht geklappt. Bitte laden Sie die Seite neu.
problem-idempotency-key-in-use = Das ist noch in Arbeit. Bitte warten Sie einen Moment.
problem-domain-not-allowed = Der Shop nimmt keine Adressen dieser Domain auf.
problem-quota-exceeded = Zu viele Anfragen auf einmal. Bitte versuchen Sie es nach diesem Zeitpunkt noch einmal: { $when }.
problem-unavailable = Das ist gerade nicht möglich. Bitte versuchen Sie es gleich noch einmal.
problem-internal = Bei uns ist ein Fehler aufgetreten. Bitte versuchen Sie es später noch einmal.
problem-network = Es besteht keine Verbindung. Bitte prüfen Sie sie, und versuchen Sie es dann noch einmal.
problem-storage-blocked = Ihr Browser blockiert Websitedaten, die für die Anmeldung nötig sind. Erlauben Sie Cookies und Websitedaten für diese Seite und laden Sie sie dann neu.
problem-other = Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.

unsubscribe-ask-title = Diese E-Mails abbestellen?
unsubscribe-ask-body = Sie erhalten dann von diesem Shop keine E-Mails dieser Art mehr. E-Mails über Ihren eigenen Zugriff erhalten Sie weiterhin.
unsubscribe-button = E-Mails abbestellen
unsubscribe-unsubscribed-title = Sie erhalten diese E-Mails nicht mehr
unsubscribe-unsubscribed-body =
    { $kind ->
        [answers] Der Shop { $store } schreibt Ihnen nicht mehr, wenn jemand auf eine Einladung antwortet.
        [orders] Der Shop { $store } schreibt Ihnen nicht mehr über neue Bestellungen.
       *[reviews] Der Shop { $store } bittet Sie nicht mehr per E-Mail, die Zugriffe zu prüfen.
    }
unsubscribe-undo = Wieder erhalten
unsubscribe-subscribed-title = Sie erhalten diese E-Mails wieder
unsubscribe-subscribed-body = Der Shop { $store } schreibt Ihnen wie zuvor.
unsubscribe-invalid-title = Dieser Link funktioniert nicht
unsubscribe-invalid-body = Er ist unvollständig oder zu alt. Bitte verwenden Sie den Link in einer neueren E-Mail.
