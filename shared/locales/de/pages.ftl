# Die Seiten: was sie gemeinsam haben, und die, die der Link einer Einladung öffnet. Dieselben Namen wie in en/pages.ftl,
# wo die Variablen erklärt sind.

language = Sprache
sign-in = Anmelden
sign-out = Abmelden
create-account = Konto erstellen
cancel = Abbrechen
close = Schließen
try-again = Noch einmal versuchen
optional = (freiwillig)
loading = Einen Moment…

join-opening = Ihre Einladung
join-title = Werden Sie Teil des Teams von { $store }
join-invited = { $inviter } lädt Sie ein, diesen Shop mitzuverwalten.
join-invited-by-team = Sie sind eingeladen, diesen Shop mitzuverwalten.
join-rights = Ihre Zugriffsrechte
join-for = Eingeladene Adresse
join-expires = Gültig bis
join-ends = Ihre Rechte enden am
join-button = Dem Shop beitreten
join-button-as = Als { $email } beitreten
join-next = Im nächsten Schritt melden Sie sich an. Falls Sie noch kein Konto haben, können Sie eines erstellen.
join-signed-in = Sie sind als { $email } angemeldet.
join-other-account = Sie sind als { $email } angemeldet. Eingeladen wurde eine andere Adresse. Sie können mit diesem Konto beitreten oder ein anderes verwenden. { $invited }
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
decline-reason = Ihr Grund
decline-reason-hint = Das Team kann ihn lesen.
decline-confirm = Ablehnen
declined-title = Sie haben abgelehnt
declined-body = Das Team von { $store } weiß Bescheid. Sie müssen nichts weiter tun.
declined-again = Falls Sie es sich anders überlegen, bitten Sie um eine neue Einladung.

wrong-account-title = Eingeladen wurde eine andere Adresse
wrong-account-body = Sie sind als { $email } angemeldet. Die Einladung gilt für { $invited }.
wrong-account-next = Melden Sie sich mit der eingeladenen Adresse an, um beizutreten.
not-verified-title = Bitte bestätigen Sie zuerst Ihre Adresse
not-verified-body = Die Adresse Ihres Kontos, { $email }, ist noch nicht bestätigt. Öffnen Sie die Bestätigungsmail zu Ihrem Konto, folgen Sie dem Link darin, kommen Sie dann hierher zurück und melden Sie sich erneut an.
sign-in-again = Erneut anmelden

expired-title = Diese Einladung ist abgelaufen
expired-body = Einladungen gelten nur wenige Tage. Wir können einen neuen Link an die eingeladene Adresse senden.
expired-button = Neuen Link senden
renewed-title = Ein neuer Link ist unterwegs
renewed-body = Wir haben ihn an die eingeladene Adresse gesendet. Er sollte in wenigen Minuten da sein; sehen Sie auch im Spam-Ordner nach. Diese Seite können Sie schließen.

used-title = Diese Einladung wurde schon verwendet
used-body = Mit diesem Link ist bereits jemand beigetreten. Wenn Sie das waren, melden Sie sich an, um den Shop zu finden.
revoked-title = Dieser Link funktioniert nicht mehr
revoked-body = Die Einladung wurde zurückgenommen, oder es wurde ein neuerer Link gesendet. Suchen Sie nach einer neueren E-Mail, oder fragen Sie die Person, die Sie eingeladen hat.
refused-title = Diese Einladung wurde abgelehnt
refused-body = Wenn Sie doch beitreten möchten, bitten Sie die Person, die Sie eingeladen hat, um eine neue Einladung.
withdrawn-title = Diese Einladung gilt nicht mehr
withdrawn-body = Die Person, die Sie eingeladen hat, kann diese Rechte nicht mehr vergeben. Bitten Sie die Inhaberin oder den Inhaber des Shops um eine neue Einladung.
unknown-title = Dieser Link funktioniert nicht
unknown-body = Vielleicht wurde er abgeschnitten oder falsch abgeschrieben. Öffnen Sie ihn noch einmal aus der E-Mail, oder kopieren Sie ihn dort vollständig.
missing-title = Öffnen Sie den Link aus Ihrer E-Mail
missing-body = Diese Seite zeigt eine Einladung und braucht dafür den Link aus der E-Mail. Öffnen Sie diese E-Mail, und folgen Sie dem Link darin.
seats-title = Zurzeit ist kein Platz frei
seats-body = Alle Plätze in diesem Team sind belegt. Bitten Sie die Person, die Sie eingeladen hat, einen frei zu machen, und versuchen Sie es dann noch einmal.
busy-title = Zu viele Versuche
busy-body = Bitte versuchen Sie es später noch einmal. Die Einladung geht nicht verloren.
domain-title = Diese Adresse kann nicht beitreten
domain-body = Der Shop nimmt nur Adressen bestimmter Domains auf. Bitte fragen Sie die Person, die Sie eingeladen hat.
member-title = Sie gehören schon zum Team
member-body = Sie können den Shop mit Ihrem Konto öffnen. Die Einladung war nicht nötig.
failed-title = Das hat nicht geklappt
find-stores = Zu meinen Shops anmelden

problem-malformed-request = Das hat nicht geklappt. Bitte laden Sie die Seite neu.
problem-invalid-field = Bitte prüfen Sie Ihre Eingaben.
problem-unauthenticated = Bitte melden Sie sich erneut an.
problem-forbidden = Das dürfen Sie nicht. Wenden Sie sich an die Inhaberin oder den Inhaber des Shops.
problem-grant-exceeds-own = Dafür braucht es Rechte, die Sie selbst nicht haben. Wenden Sie sich an die Inhaberin oder den Inhaber des Shops.
problem-owner-is-fixed = Wem der Shop gehört, lässt sich hier nicht ändern.
problem-wrong-account = Eingeladen wurde eine andere Adresse: { $email }.
problem-email-not-verified = Bitte bestätigen Sie zuerst die Adresse Ihres Kontos.
problem-not-found = Das gibt es nicht oder nicht mehr.
problem-already-member = Diese Person gehört schon zum Team.
problem-already-invited = Für diese Adresse gibt es schon eine offene Einladung.
problem-invitation-not-pending = Diese Einladung ist nicht mehr offen. Laden Sie die Seite neu, um den Stand zu sehen.
problem-invitation-expired = Diese Einladung ist abgelaufen.
problem-invitation-used = Diese Einladung wurde schon verwendet.
problem-invitation-revoked = Diese Einladung wurde zurückgenommen.
problem-invitation-declined = Diese Einladung wurde abgelehnt.
problem-invitation-withdrawn = Diese Einladung gilt nicht mehr.
problem-invalid-token = Dieser Link funktioniert nicht.
problem-seat-limit-reached =
    { $limit ->
        [one] Der Tarif umfasst einen Platz, und der ist belegt.
       *[other] Der Tarif umfasst { $limit } Plätze, und alle sind belegt.
    }
problem-precondition-failed = Jemand anderes hat das inzwischen geändert. Sehen Sie es sich noch einmal an, bevor Sie entscheiden.
problem-idempotency-key-reused = Das hat nicht geklappt. Bitte laden Sie die Seite neu.
problem-idempotency-key-in-use = Das ist noch in Arbeit. Bitte warten Sie einen Moment.
problem-domain-not-allowed = Der Shop nimmt keine Adressen dieser Domain auf.
problem-quota-exceeded = Das war viel auf einmal. Bitte versuchen Sie es nach diesem Zeitpunkt noch einmal: { $when }.
problem-unavailable = Das geht gerade nicht. Bitte versuchen Sie es gleich noch einmal.
problem-internal = Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es später noch einmal.
problem-network = Es besteht keine Verbindung. Bitte prüfen Sie sie, und versuchen Sie es dann noch einmal.
problem-other = Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.

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
