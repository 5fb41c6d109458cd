# La pagina del team. Gli stessi nomi di en/team.ftl, dove sono spiegate le variabili.

team-title = Team
team-sign-in = Accedi per vedere i team dei tuoi negozi.
team-signed-in = Accesso effettuato come { $email }
team-stores = Tutti i miei negozi
team-nav = Parti di questa pagina

stores-title = I tuoi negozi
stores-lead = Scegli il negozio di cui vuoi vedere il team.
stores-none = Non fai parte del team di nessun negozio.
stores-none-next = Hai effettuato l’accesso come { $email }. Se è stato invitato un altro tuo indirizzo, accedi con quello; altrimenti chiedi un invito al titolare del negozio.
stores-unknown = Non fai parte, o non più, del team del negozio indicato dal link.
stores-owner = È tuo
stores-member = Fai parte del team
waiting-title = In attesa della tua risposta
waiting-by = { $inviter } ti invita a unirti al negozio { $store }.
waiting = Hai ricevuto un invito a unirti al negozio { $store }.
waiting-next = Per unirti, apri il link nel messaggio inviato a { $email }. Scadenza: { $when }.

seats-used =
    { $limit ->
        [one] { $used } di { $limit } posto occupato
       *[other] { $used } di { $limit } posti occupati
    }
seats-any = Questo piano ha un numero illimitato di posti
seats-parts = Collaboratori: { $members }. In attesa: { $invited }. Il titolare non occupa posti.
seats-full = Tutti i posti sono occupati: non puoi invitare altre persone.
seats-full-owner = Rimuovi qualcuno, revoca un invito o scegli un piano superiore.
seats-full-manager = Rimuovi qualcuno, revoca un invito o chiedi a { $owner } un piano superiore.

members-title = Collaboratori
members-read-only = Questo negozio è di { $owner }. Se qualcosa deve cambiare, scrivi a:
member-you = Tu
member-owner = Titolare
member-everything = Accesso a tutto
member-nothing = Nessun accesso al momento
member-joined = Nel team dal: { $day }
member-active = Ultima attività: { $day }
member-never = Ancora nessuna attività
member-ends = Fine dell’accesso: { $day }
member-ended = Accesso terminato: { $day }
exceeds-own = Comprende diritti che tu non hai. Per modificarlo, rivolgiti a { $owner }.
edit = Modifica
remove = Rimuovi
leave = Lascia il team
save = Salva

list-shown = { $shown } di { $total }
list-more = Mostra altri
search-members = Cerca tra i collaboratori
search-invitations = Cerca tra gli inviti
search-hint = Nome, indirizzo o diritto
search-found =
    { $count ->
        [0] Nessun risultato.
        [one] Un risultato.
       *[other] { $count } risultati.
    }
search-loading = Ricerca in corso: { $count } voci esaminate…

rights-role = Ruolo
rights-roles = Ruoli
rights-permissions = Autorizzazioni
rights-at-least = Scegli almeno una voce.
rights-all = Seleziona tutto
rights-nobody = Non hai diritti da concedere. Rivolgiti a { $owner }.
rights-everyone = Ogni persona invitata riceve questi diritti.
rights-includes = Comprende: { $list }
rights-opens = Dà accesso a: { $list }
rights-now = Diritti attuali di { $name }:
access-end = Fine dell’accesso
access-end-hint = L’accesso termina da solo alla fine di quel giorno. Lascia vuoto per un accesso senza scadenza.
access-end-past = Scegli un giorno non ancora passato.

invite = Invita
invite-title = Invita nel team
invite-addresses = Indirizzi e-mail
invite-addresses-hint = Uno o più. Incolla l’elenco così com’è: spazi, virgole e righe separano gli indirizzi.
invite-address = Indirizzo e-mail
invite-count =
    { $count ->
        [one] Un indirizzo
       *[other] { $count } indirizzi
    }
invite-none = Inserisci almeno un indirizzo e-mail.
invite-wrong = Non è un indirizzo e-mail: { $list }
invite-wrong-address = A questo indirizzo non si può inviare posta.
invite-seats =
    { $available ->
        [one] Resta un solo posto.
       *[other] Restano solo { $available } posti.
    }
invite-language = Lingua della persona
invite-language-hint = Per il messaggio e le pagine che seguono. La persona può cambiarla.
invite-days =
    { $days ->
        [one] Il link nel messaggio vale un giorno.
       *[other] Il link nel messaggio vale { $days } giorni.
    }
invite-send =
    { $count ->
        [0] Invia l’invito
        [one] Invia l’invito
       *[other] Invia { $count } inviti
    }
invite-sent =
    { $count ->
        [one] L’invito è in viaggio: { $list }
       *[other] { $count } inviti sono in viaggio: { $list }
    }
invite-failed =
    { $count ->
        [one] Non è stato possibile invitare un indirizzo. Correggilo e riprova, oppure escludilo.
       *[other] Non è stato possibile invitare { $count } indirizzi. Correggili e riprova, oppure escludili.
    }
invite-leave-out = Escludi
invite-again = Ciò che hai inserito resta qui. Se invii di nuovo, nessuno riceve due inviti.

nav-invitations = In attesa
invitations-title = Inviti in attesa
invitations-none = Nessun invito è aperto.
invitations-none-next = Chi inviti compare qui finché non si unisce al team.
invited-by = Invito di { $name }: { $day }
invited-on = Invito: { $day }
invited-language = Lingua: { $language }
invited-until = Scadenza del link: { $when }
invited-expired = Link scaduto: { $when }
delivery-queued = In fase di invio
delivery-sent = Inviato
delivery-delivered = Consegnato
delivery-bounced = Non consegnato
delivery-complained = Segnalato come indesiderato
delivery-failed = Invio non riuscito
status-expired = Scaduto
help-bounced = La casella non esiste o non accetta messaggi. Revoca questo invito, poi invita l’indirizzo corretto.
help-complained = Il messaggio è stato segnalato come indesiderato. Parla con questa persona prima di inviarlo di nuovo.
help-failed = Il servizio di posta non ha accettato il messaggio. Controlla l’indirizzo, poi invialo di nuovo.
help-expired = Il link non è stato usato in tempo. Invia di nuovo l’invito o revocalo.
help-over = L’accesso offerto è ormai terminato. Invita di nuovo con un’altra data di fine.
resend = Invia di nuovo
resent = Un nuovo link è in viaggio verso { $email }. Quello precedente non funziona più.
revoke = Revoca
revoke-title = Revocare l’invito?
revoke-body = Il link inviato a { $email } smette subito di funzionare.
revoke-untold = Non viene inviato alcun messaggio in merito.
revoked = L’invito a { $email } è stato revocato.

edit-title = Diritti di { $name }
edit-invitation-title = Invito a { $email }
edit-mailed = { $name } riceverà un messaggio con i nuovi diritti.
edit-link-stays = Il link nel messaggio resta lo stesso.
changed = I diritti di { $name } sono stati modificati.
changed-invitation = L’invito a { $email } è stato modificato.
changed-meanwhile = Nel frattempo qualcun altro ha modificato questi dati. Qui sotto la situazione attuale: rileggi, poi salva.
gone-meanwhile = Non c’è più: qualcun altro l’ha rimosso.
remove-title = Rimuovere { $name } dal team?
remove-body = L’accesso al negozio { $store } termina subito. L’account personale e gli accessi ad altri negozi restano invariati.
remove-mailed = { $name } riceverà un’e-mail.
remove-seat = Il posto si libera.
remove-again = Per tornare a collaborare, invita di nuovo questa persona.
removed = { $name } non fa più parte del team.
leave-title = Lasciare il team di { $store }?
leave-body = Il tuo accesso a questo negozio termina subito. Il tuo account personale e i tuoi accessi ad altri negozi restano invariati. Per tornare ti servirà un nuovo invito.
left = Non fai più parte del team di { $store }.

settings-title = Impostazioni
settings-support = Consenti l’accesso agli agenti di assistenza
settings-support-hint = Potranno agire in questo negozio al posto tuo e di chiunque altro nel team.
settings-domains = Domini consentiti
settings-domains-hint = Solo gli indirizzi di questi domini possono essere invitati e unirsi. Spazi, virgole e righe separano. Lascia vuoto per consentirli tutti.
settings-domains-wrong = Non è un dominio: { $list }
settings-saved = Le impostazioni sono state salvate.

activities-title = Attività
activities-lead = Tutto il team ha accesso a tutte le attività. Gli ordini sono annunciati via e-mail a chi ha un ruolo che lo prevede, dove l’opzione è attiva qui.
activities-none = Non ci sono ancora attività.
activity-orders = Annuncia i nuovi ordini via e-mail
activity-orders-on = I nuovi ordini sono annunciati via e-mail
activity-orders-off = I nuovi ordini non sono annunciati
activity-add = Aggiungi un’attività
activity-name = Nome dell’attività
activity-name-missing = Inserisci un nome.
activity-rename = Rinomina
activity-saved = Salvato: { $name }

history-title = Cronologia
history-lead = Che cosa è cambiato negli ultimi 400 giorni, dal più recente.
history-none = Non è ancora successo nulla.
history-from = da { $ip }
actor-platform = La piattaforma
actor-service = Staffroom
actor-invitee = La persona invitata
actor-user = Qualcuno
event-store-created = { $actor } ha aperto il negozio.
event-store-changed = { $actor } ha modificato le impostazioni del negozio.
event-store-transferred = { $actor } ha trasferito il negozio di { $from } a { $to }.
event-invitation-created = { $actor } ha invitato { $email }.
event-invitation-resent = { $actor } ha inviato un nuovo link a { $email }.
event-invitation-renewed = { $email } ha chiesto un nuovo link.
event-invitation-changed = { $actor } ha modificato l’invito a { $email }.
event-invitation-revoked = { $actor } ha revocato l’invito a { $email }.
event-invitation-accepted = { $member } fa ora parte del team.
event-invitation-declined = { $email } ha rifiutato l’invito.
event-invitation-withdrawn = L’invito a { $email } è stato ritirato, perché chi l’aveva inviato non può più concedere questi diritti.
event-invitation-expired = L’invito a { $email } è scaduto senza risposta.
event-invitation-undelivered = L’invito a { $email } non è stato consegnato.
event-invitation-unwanted = L’invito a { $email } è stato segnalato come indesiderato.
event-member-changed = { $actor } ha modificato i diritti di { $member }.
event-member-removed = { $actor } ha rimosso { $member } dal team.
event-member-left = { $member } ha lasciato il team.
event-member-profile-changed = { $member } ha modificato i propri dati.
event-member-access-ending = A { $member } è stata ricordata la fine imminente dell’accesso.
event-activity-put = { $actor } ha salvato l’attività { $name }.
event-app-installed = { $actor } ha installato l’app { $app }.
event-review-due = È stato chiesto al titolare di rivedere il team.
event-other = { $actor } ha fatto una modifica: { $type }
detail-rights = Diritti: { $list }
detail-added = Aggiunti: { $list }
detail-taken = Revocati: { $list }
detail-invited = Indirizzo invitato: { $email }
detail-reason = Motivo: { $reason }
detail-address = Indirizzo: { $after }, prima { $before }
detail-name = Nome: { $name }
detail-plan = Piano: { $plan }
detail-support-on = Gli agenti di assistenza possono accedere.
detail-support-off = Gli agenti di assistenza non possono accedere.
detail-domains = Domini consentiti: { $list }
detail-domains-all = Sono consentiti gli indirizzi di tutti i domini.

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
