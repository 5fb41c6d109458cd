//! Runs histories on a real database as well, which must answer like the one in memory: the embedded one, and
//! the DynamoDB Local that `STAFFROOM_TEST_DYNAMODB` names.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::time::{Duration, Instant};

use staffroom_app::{CommitOutcome, Database as _, Fault, Key, List, Page, Plan, ReadResult, ReadSet};
use staffroom_domain::StoreId;
use staffroom_model::explore::{histories, seed, tell};
use staffroom_model::machine::Machine;
use staffroom_model::truth::Truth;
use staffroom_table::Table;
use tokio::runtime::Runtime;

use local_table::{client, create_table, embedded_database};

#[expect(dead_code, reason = "it creates a ledger, too")]
#[path = "../../../shared/table/tests/support/local_table.rs"]
mod local_table;

/// A table, asked from outside its runtime.
struct Real<'a> {
    runtime: &'a Runtime,
    table: Table,
}

impl Truth for Real<'_> {
    fn read(&self, set: &ReadSet) -> Result<ReadResult, Fault> {
        self.runtime.block_on(self.table.read(set))
    }

    fn commit(&self, plan: &Plan) -> Result<CommitOutcome, Fault> {
        self.runtime.block_on(self.table.commit(plan))
    }

    fn delete_of_store(&self, store: &StoreId) -> Result<usize, Fault> {
        self.runtime.block_on(self.table.delete_of_store(store, 25))
    }

    fn page(&self, list: &List, after: Option<&Key>, limit: usize) -> Result<Page, Fault> {
        self.runtime.block_on(self.table.page(list, after, limit))
    }
}

#[test]
fn the_embedded_database_agrees() {
    let runtime = Runtime::new().unwrap();
    let url = runtime.block_on(embedded_database());
    agrees(&runtime, &url, 40);
}

#[test]
#[ignore = "needs a DynamoDB Local: the step dynamodb of tests/run starts one"]
fn dynamodb_local_agrees() {
    let url = std::env::var("STAFFROOM_TEST_DYNAMODB").unwrap();
    agrees(&Runtime::new().unwrap(), &url, 40);
}

/// Executes this number of histories, each with a new table.
fn agrees(runtime: &Runtime, url: &str, wanted: usize) {
    let wanted =
        std::env::var("STAFFROOM_MODEL_TABLES").ok().and_then(|text| text.parse().ok()).unwrap_or(wanted);
    let client = client(url);
    let (seed, begun) = (seed(), Instant::now());
    let mut carried_out = 0;
    for (number, history) in histories(seed).take(wanted).enumerate() {
        let name = format!("model-{seed}-{number}");
        runtime.block_on(create_table(&client, &name));
        let real = Real { runtime, table: Table::new(client.clone(), name.clone()) };
        let outcome = Machine::run_beside(&history, &real, true);
        runtime.block_on(client.delete_table().table_name(&name).send()).unwrap();
        if let Err(failure) = outcome {
            panic!("seed {seed}\n{}", tell(&history, &failure));
        }
        carried_out += 1;
        if begun.elapsed() > Duration::from_mins(5) {
            break;
        }
    }
    eprintln!(
        "{carried_out} histories of 50 steps beside {url} in {:.1} s, seed {seed}",
        begun.elapsed().as_secs_f64()
    );
    assert!(carried_out >= wanted.min(20), "too slow");
}
