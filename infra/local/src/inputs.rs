//! A million bad inputs: generated and mutated requests for every route, answered in this process by the functions' own
//! handlers, through Lambda's adapters and the local gateway, on an embedded database.
//!
//! No answer is a 5xx, every answer is as the description of the API says, every error is a problem with a known code, and
//! what is refused has written nothing. The requests depend on `STAFFROOM_INPUTS_SEED` alone; `STAFFROOM_INPUTS` is their number.

mod check;
mod corpus;
mod description;
mod mutation;
mod random;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::corpus::Scene;
use self::description::Description;
use self::random::Random;
use self::world::World;
use crate::authorizer::Issuers;

/// Requests to one store. After that there is a new one, because its quotas are used up and its people are gone.
const PER_SCENE: u64 = 300;

/// Scenes in one database, which keeps the records of its stream.
const PER_WORLD: u64 = 40;

/// Requests of the small run.
const FEW: u64 = 600;

/// Requests of the large run, unless `STAFFROOM_INPUTS` says otherwise.
const MANY: u64 = 20_000;

/// The most faults of which a run tells.
const TOLD: usize = 20;

#[test]
fn bad_inputs_are_refused_and_change_nothing() {
    try_requests(FEW);
}

#[test]
#[ignore = "takes a minute: `tests/run inputs`"]
fn many_bad_inputs_are_refused_and_change_nothing() {
    try_requests(setting("STAFFROOM_INPUTS").unwrap_or(MANY));
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().expect("a number"))
}

/// What a run has seen.
#[derive(Default)]
struct Report {
    requests: u64,
    /// The answers by status.
    statuses: BTreeMap<u16, u64>,
    /// The requests by route.
    routes: BTreeMap<String, u64>,
    faults: Vec<String>,
}

impl Report {
    fn add(&mut self, other: Self) {
        self.requests += other.requests;
        for (status, count) in other.statuses {
            *self.statuses.entry(status).or_default() += count;
        }
        for (route, count) in other.routes {
            *self.routes.entry(route).or_default() += count;
        }
        self.faults.extend(other.faults);
    }
}

fn try_requests(count: u64) {
    let seed = setting("STAFFROOM_INPUTS_SEED").unwrap_or(1);
    let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let issuers = world::issuers().expect("an issuer");
    let description = Arc::new(Description::read().expect("a description"));
    let mut report = Report::default();
    runtime.block_on(async {
        let tasks: Vec<_> = (0..workers)
            .map(|worker| {
                let (issuers, description) = (issuers.clone(), description.clone());
                tokio::spawn(async move {
                    work(&issuers, &description, seed, worker, count.div_ceil(workers)).await
                })
            })
            .collect();
        for task in tasks {
            report.add(task.await.expect("a worker ends"));
        }
    });
    let Report { requests, statuses, routes, faults } = report;
    eprintln!("{requests} requests with the seed {seed}; answers by status: {statuses:?}");
    assert!(
        faults.is_empty(),
        "{} faults, such as\n{}",
        faults.len(),
        faults[..faults.len().min(TOLD)].join("\n\n")
    );
    // Enough of them get as far as the database, and no route is left out.
    assert!(statuses.range(200..300).map(|(_, count)| count).sum::<u64>() > requests / 20, "{statuses:?}");
    let expected = world::template().expect("a template").routes;
    let missing: Vec<_> = expected.iter().filter(|route| !routes.contains_key(&route.key)).collect();
    assert!(missing.is_empty() || count < MANY, "no request for {missing:?}");
}

/// Makes some of the requests: those of a worker depend on the seed and its number.
async fn work(
    issuers: &Arc<Issuers>,
    description: &Description,
    seed: u64,
    worker: u64,
    count: u64,
) -> Report {
    let mut report = Report::default();
    let mut scenes = 0;
    let mut world = World::start(issuers).await.expect("a world");
    while report.requests < count {
        if scenes == PER_WORLD {
            world = World::start(issuers).await.expect("a world");
            scenes = 0;
        }
        scenes += 1;
        let number = report.requests / PER_SCENE;
        let mut random = Random::new(seed, (worker << 32) + number);
        world.advance_clock(random.below(3 * 24 * 3600));
        let scene = Scene::create(&world, &mut random).await;
        for index in 0..PER_SCENE.min(count - report.requests) {
            let request = scene.request(&mut random);
            let answer = world.answer(&request).await;
            report.requests += 1;
            *report.statuses.entry(answer.status).or_default() += 1;
            *report.routes.entry(answer.route.clone()).or_default() += 1;
            if let Err(fault) = answer.check(&request, description) {
                report.faults.push(format!(
                    "{fault}\nrequest {index} of scene {number} of worker {worker}: {request:?}\n{answer:?}"
                ));
            }
            if report.faults.len() > TOLD {
                return report;
            }
        }
    }
    report
}
