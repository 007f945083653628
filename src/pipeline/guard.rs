//! A mistake of the program in one document must not end the run.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Is a panic on this thread caught, so that the default message would only confuse.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`; a panic in it comes back as its message.
pub(super) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    silence_guarded_panics();
    let before = GUARDED.replace(true);
    // What the work has touched is dropped with it, so nothing half-changed is seen afterwards.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    result.map_err(|payload| message(payload.as_ref()))
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// Keeps the default message for panics that nobody catches.
fn silence_guarded_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let default = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                default(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_comes_back_as_its_message() {
        assert_eq!(catch(|| 5), Ok(5));
        assert_eq!(catch(|| -> u8 { panic!("fixed words") }), Err("fixed words".to_string()));
        let row = 7;
        assert_eq!(catch(|| -> u8 { panic!("row {row}") }), Err("row 7".to_string()));
        assert_eq!(catch(|| 6), Ok(6));
        assert!(!GUARDED.get());
    }
}
