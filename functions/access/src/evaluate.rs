//! `POST /access/v1/evaluation` and `/access/v1/evaluations`.

use staffroom_api::authzen::{
    Asked, DecisionView, DecisionsView, EvaluationBody, Evaluations, EvaluationsBody, EvaluationsView,
    InvalidEvaluation, Semantic,
};
use staffroom_api::{Answer, ApiError, Call};
use staffroom_app::{AccessDecision, Caller, EvaluateAccess, Evaluation};
use staffroom_domain::Rejection;

use crate::app::App;
use crate::denial::{nothing_there, record_activity_of, text};

pub(crate) async fn one(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?;
    let body: EvaluationBody = call.authzen_body()?;
    evaluate(app, call, caller, Evaluations::One(body.asked())).await
}

pub(crate) async fn many(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?;
    let body: EvaluationsBody = call.authzen_body()?;
    evaluate(app, call, caller, body.asked()?).await
}

async fn evaluate(
    app: &App,
    call: &Call,
    caller: &Caller,
    evaluations: Evaluations,
) -> Result<Answer, ApiError> {
    let (is_one, semantic, asked) = match evaluations {
        Evaluations::One(asked) => (true, Semantic::ExecuteAll, vec![Ok(asked)]),
        Evaluations::Many(semantic, asked) => (false, semantic, asked),
    };
    let answered = answer(app, call, caller, asked).await?;
    let mut evaluations = shown(app, call, &answered, semantic).await;
    let single = evaluations.pop_if(|_| is_one);
    Ok(Answer::ok(&match single {
        Some(decision) => EvaluationsView::One(decision),
        None => EvaluationsView::Many(DecisionsView { evaluations }),
    }))
}

/// The answer to one question.
enum Answered {
    /// The store or the activity exists.
    Decided(Box<AccessDecision>),
    /// The person, the store or the activity does not exist. This permission was asked for.
    Unknown(String),
    /// The question is not valid.
    Invalid(InvalidEvaluation),
}

/// Answers questions, all with one read.
async fn answer(
    app: &App,
    call: &Call,
    caller: &Caller,
    asked: Vec<Result<Asked, InvalidEvaluation>>,
) -> Result<Vec<Answered>, ApiError> {
    let evaluation = |asked: &Asked| {
        Evaluation::new(caller, asked.user.clone(), asked.permission.clone(), asked.resource.clone())
    };
    let evaluations: Result<_, Rejection> = asked.iter().flatten().map(evaluation).collect();
    let evaluate = EvaluateAccess { evaluations: evaluations? };
    let mut decisions = app.api.execute(call, &evaluate).await?.into_iter();
    let answers = asked.into_iter().map(|asked| match asked {
        Ok(asked) => match decisions.next().flatten() {
            Some(decision) => Answered::Decided(Box::new(decision)),
            None => Answered::Unknown(asked.permission),
        },
        Err(invalid) => Answered::Invalid(invalid),
    });
    Ok(answers.collect())
}

/// The answers that are given, as the semantic has it. The members whom they are about were active.
async fn shown<'a>(
    app: &App,
    call: &Call,
    answered: &'a [Answered],
    semantic: Semantic,
) -> Vec<DecisionView<'a>> {
    let mut decisions = Vec::with_capacity(answered.len());
    for answered in answered {
        let decision = view(call, answered);
        let is_last = semantic.ends_with(decision.decision);
        decisions.push(decision);
        if is_last {
            break;
        }
    }
    let given = answered.iter().take(decisions.len()).filter_map(|answered| match answered {
        Answered::Decided(decision) => Some(decision.as_ref()),
        Answered::Unknown(_) | Answered::Invalid(_) => None,
    });
    record_activity_of(app, call, given).await;
    decisions
}

fn view<'a>(call: &Call, answered: &'a Answered) -> DecisionView<'a> {
    match answered {
        Answered::Decided(decision) => match text(call, decision, None) {
            None => DecisionView::permitted(),
            Some(text) => {
                DecisionView::denied(text, decision.missing.clone(), Some((&decision.contact).into()))
            }
        },
        Answered::Unknown(permission) => {
            DecisionView::denied(nothing_there(call), vec![permission.clone()], None)
        }
        Answered::Invalid(InvalidEvaluation(message)) => DecisionView::invalid(message.clone()),
    }
}
