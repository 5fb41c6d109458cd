# Le e-mail. Gli stessi nomi di en/mail.ftl, dove sono spiegate le variabili.

from-name = { $store } tramite { $brand }
link-in-full = Se il pulsante non funziona, copia questo indirizzo nel browser:
open-store = Apri il negozio
open-team = Vedi il team
open-invitations = Vedi gli inviti
why-member = Ricevi questa e-mail perché fai parte del team del negozio { $store }.
why-manager = Ricevi questa e-mail perché gestisci il negozio { $store }.
why-owner = Ricevi questa e-mail perché il negozio { $store } è tuo.
unsubscribe = Non ricevere più queste e-mail

invitation-subject = Hai ricevuto un invito a gestire il negozio { $store }
invitation-title = Unisciti al team del negozio { $store }
invitation-body = { $inviter } ti invita a collaborare alla gestione del negozio { $store }.
invitation-rights = Le tue autorizzazioni:
invitation-ends = Fine del tuo accesso: { $ends }.
invitation-note = Nota di { $inviter }:
invitation-button = Unisciti al negozio
invitation-address = Per unirti, accedi con l’indirizzo { $email } oppure crea un account con questo indirizzo.
invitation-any-address = Questo invito è stato inviato a { $email }.
invitation-expires = Scadenza dell’invito: { $expires }. Il link può essere usato una sola volta. Se preferisci rifiutare, puoi farlo nella stessa pagina.
invitation-why = Ricevi questa e-mail perché { $inviter } ha inserito il tuo indirizzo per invitarti. Se non te lo aspettavi, ignorala: senza il tuo consenso non succederà nulla.

reminder-subject = Il tuo invito al negozio { $store } sta per scadere
reminder-title = Il tuo invito sta per scadere
reminder-body = { $inviter } ti invita a collaborare alla gestione del negozio { $store }. Non hai ancora risposto.

access-changed-subject = Le tue autorizzazioni nel negozio { $store } sono cambiate
access-changed-title = Le tue autorizzazioni sono cambiate
access-changed-body = { $actor } ha modificato le tue autorizzazioni nel negozio { $store }.
access-changed-added = Aggiunte:
access-changed-taken = Tolte:
access-changed-now = Le tue autorizzazioni da ora in poi:
access-changed-none = Non hai più accesso a nessuna parte di questo negozio.
access-changed-ends = Fine del tuo accesso: { $ends }.
access-changed-lifted = Il tuo accesso non ha più una data di fine.

removed-subject = Il tuo accesso al negozio { $store } è terminato
removed-title = Il tuo accesso è terminato
removed-body = Non fai più parte del team del negozio { $store } e non puoi più aprirlo.
removed-account = Il tuo account personale e il tuo accesso ad altri negozi restano invariati.
removed-next = Se pensi che si tratti di un errore, contatta il titolare del negozio: { $contact }.
removed-why = Ricevi questa e-mail perché facevi parte del team del negozio { $store }.

accepted-subject = { $who } è ora nel team del negozio { $store }
accepted-title = Invito accettato
accepted-body = { $person } ha accettato l’invito e ora fa parte del team del negozio { $store }.
accepted-forwarded = L’invito era stato inviato a { $email }.

declined-subject = { $email } ha rifiutato l’invito al negozio { $store }
declined-title = Invito rifiutato
declined-body = { $email } ha rifiutato l’invito a unirsi al negozio { $store }.
declined-reason = Motivo indicato:
declined-next = Questo invito è chiuso. Puoi inviarne uno nuovo in qualsiasi momento.

answers-subject =
    { $count ->
        [one] Una risposta a un invito al negozio { $store }
       *[other] { $count } risposte a inviti al negozio { $store }
    }
answers-title = Risposte agli inviti
answers-body =
    { $count ->
        [one] Una persona ha risposto a un invito al negozio { $store }.
       *[other] { $count } persone hanno risposto a inviti al negozio { $store }.
    }
answers-joined = Hanno accettato:
answers-declined = Hanno rifiutato:
answers-more =
    { $more ->
        [one] E un’altra risposta.
       *[other] E altre { $more } risposte.
    }

undelivered-subject =
    { $cause ->
        [complained] L’invito a { $email } è stato segnalato come spam
       *[other] L’invito a { $email } non è stato consegnato
    }
undelivered-title =
    { $cause ->
        [complained] Invito segnalato come spam
       *[other] Invito non consegnato
    }
undelivered-body =
    { $cause ->
        [bounced] Il tuo invito al negozio { $store } è tornato indietro: la casella { $email } non esiste o non accetta e-mail.
        [complained] Il destinatario { $email } ha segnalato il tuo invito al negozio { $store } come spam.
       *[refused] Il nostro servizio di posta non ha accettato di inviare a { $email } il tuo invito al negozio { $store }.
    }
undelivered-next =
    { $cause ->
        [complained] Parla con questa persona prima di invitarla di nuovo.
       *[other] Controlla l’indirizzo, poi invita di nuovo questa persona.
    }

withdrawn-subject = L’invito a { $email } è stato ritirato
withdrawn-title = Invito ritirato
withdrawn-body = { $inviter } aveva invitato { $email } al negozio { $store }, ma non può più concedere queste autorizzazioni. L’invito è stato ritirato e il suo link non funziona più.
withdrawn-next = Se questa persona deve comunque unirsi al team, invitala tu.

address-changed-subject = { $member } ha un nuovo indirizzo di accesso
address-changed-title = Nuovo indirizzo di accesso
address-changed-body = { $member }, che fa parte del team del negozio { $store }, ora accede con un altro indirizzo.
address-changed-old = Prima:
address-changed-new = Ora:
address-changed-next = Le sue autorizzazioni restano le stesse. Se la cosa ti sorprende, chiedi conferma e, nel dubbio, rimuovi questa persona dal team.

app-installed-subject = Nuova app nel negozio { $store }: { $app }
app-installed-title = Nuova app installata
app-installed-body = { $member } ha installato l’app { $app } nel negozio { $store }.
app-installed-next = Se non te lo aspettavi, controlla le app nelle impostazioni del tuo negozio.

order-created-subject =
    { $numbered ->
        [yes] Nuovo ordine { $number } per { $activity }
       *[no] Nuovo ordine per { $activity }
    }
order-created-title = Nuovo ordine
order-created-body = È arrivato un nuovo ordine per { $activity } nel negozio { $store }.
order-created-number = Ordine:
order-created-customer = Cliente:
order-created-total = Totale:
currency-sign =
    { $code ->
        [EUR] €
        [GBP] £
       *[other] –
    }
money-with-sign = { $minus }{ $amount } { $currency }
money-with-code = { $minus }{ $amount } { $currency }
order-created-why = Ricevi questa e-mail perché il tuo ruolo nel negozio { $store } comprende gli avvisi sugli ordini.

review-due-subject = Chi ha accesso al negozio { $store }?
review-due-title = È ora di rivedere il tuo team
review-due-body =
    { $count ->
        [0] Nessuno oltre a te ha accesso al negozio { $store }.
        [one] Oltre a te, una persona ha accesso al negozio { $store }:
       *[other] Oltre a te, { $count } persone hanno accesso al negozio { $store }:
    }
review-due-active = Ultima attività: { $day }
review-due-never = Ancora nessuna attività
review-due-ended = Non hanno più accesso:
review-due-access-ended = Accesso terminato: { $day }
review-due-suspended = Accesso sospeso: { $day }
review-due-without-rights = Le autorizzazioni non esistono più
review-due-more =
    { $more ->
        [one] E un’altra persona.
       *[other] E altre { $more } persone.
    }
review-due-next = Verifica che tutte abbiano ancora bisogno delle loro autorizzazioni e rimuovi le persone che non lavorano più con te.
review-due-button = Rivedi il team

access-ending-subject = Il tuo accesso al negozio { $store } sta per terminare
access-ending-title = Il tuo accesso sta per terminare
access-ending-body = Fine del tuo accesso al negozio { $store }: { $ends }.
access-ending-next = Se ti serve più a lungo, contatta una persona che gestisce il team o il titolare del negozio: { $email }. Altrimenti non devi fare nulla.

## Access has ended, to the former member

access-ended-subject = Il tuo accesso al negozio { $store } è terminato
access-ended-title = Il tuo accesso è terminato
access-ended-body = Il tuo accesso al negozio { $store } è terminato. Fine: { $ends }.
access-ended-next = Se ti serve di nuovo l’accesso, contatta il titolare del negozio: { $email }.
access-ended-why = Ricevi questa e-mail perché facevi parte del team del negozio { $store }.

## A member left, to those who manage the team

left-subject = { $who } ha lasciato il negozio { $store }
left-title = Un membro ha lasciato il team
left-body = { $person } ha lasciato il team del negozio { $store } e non può più aprirlo.

## The store has another owner, to the former one

ownership-ended-subject = Il negozio { $store } ha un nuovo titolare
ownership-ended-title = Il negozio ha un nuovo titolare
ownership-ended-body = Il negozio { $store } ora appartiene a { $owner }.
ownership-ended-next = Non puoi più aprire il negozio. Se non te lo aspettavi, contatta subito l’assistenza della tua piattaforma.
ownership-ended-why = Ricevi questa e-mail perché il negozio { $store } era tuo.

## The store has another owner, to the new one

ownership-begun-subject = Il negozio { $store } ora è tuo
ownership-begun-title = Il negozio ora è tuo
ownership-begun-body = Il negozio { $store }, che prima era di { $former }, ora è tuo.

## The owner's address changed, to the former address

owner-address-changed-subject = Il tuo indirizzo per il negozio { $store } è cambiato
owner-address-changed-title = Il tuo indirizzo è cambiato
owner-address-changed-body = Le e-mail per te come titolare del negozio { $store } ora vanno a un altro indirizzo.
owner-address-changed-next = Se non te lo aspettavi, contatta subito l’assistenza della tua piattaforma.
owner-address-changed-why = Ricevi questa e-mail perché questo era il tuo indirizzo per il negozio { $store }.

## A member's access suspended, and resumed. $contact: the owner's address

suspended-subject = Il tuo accesso al negozio { $store } è sospeso
suspended-title = Il tuo accesso è sospeso
suspended-body = Al momento non puoi aprire il negozio { $store }. Le tue autorizzazioni vengono conservate.
suspended-next = Per qualsiasi domanda, contatta il titolare del negozio: { $contact }.
resumed-subject = Hai di nuovo accesso al negozio { $store }
resumed-title = Hai di nuovo accesso
resumed-body = Il tuo accesso al negozio { $store } non è più sospeso.

## To a member whom the platform has added

added-subject = Fai parte del team del negozio { $store }
added-title = Fai parte del team di { $store }
added-body = Ora fai parte del team del negozio { $store }.
