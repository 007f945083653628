use super::{in_option, layers, option, paths, refuse, rules_argument};
use crate::cli::{FINE, print};
use crate::workbench::{Place, Proposal, from_correction, from_place, write};
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// `gongwen rules new --from <文件:行>`, `gongwen rules new --from-correction <文件>`
pub(super) fn declare() -> Command {
    let path = || value_parser!(PathBuf);
    let over: Arg = option("over", "文件夹", "在这些来文上看建议的规则会改变什么 [默认：来文所在的文件夹]");
    let command = Command::new("new").about("建议一条规则，连同例子：从没有认出的一行，或从改过的记录");
    let usage = "gongwen rules new --from <文件:行>，或 gongwen rules new --from-correction <文件>";
    command
        .override_usage(usage)
        .next_help_heading("选项")
        .args([
            option("from", "文件:行", "没有认出的一行，如 来文.md:12；表头写上列号，如 来文.md:12:5"),
            option("from-correction", "文件", "改过的 documents/*.json 或工作簿").value_parser(path()),
            rules_argument(),
            in_option(),
            over.action(ArgAction::Append).value_parser(path()).requires("from-correction"),
            option("write", "文件", "把建议的规则接在这个规则文件后面，没有则新建").value_parser(path()),
        ])
        .group(ArgGroup::new("source").args(["from", "from-correction"]).required(true))
}

/// Prints the proposal, writes it where asked, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let (layers, folders) = (layers(matches, "rules"), paths(matches, "in"));
    if let Some(corrected) = matches.get_one::<PathBuf>("from-correction") {
        let found = match from_correction(&layers, corrected, &folders, &paths(matches, "over")) {
            Ok(found) => found,
            Err(error) => return refuse(error),
        };
        let printed = print(&found.text());
        return if printed == FINE { keep(matches, found.proposal.as_ref()) } else { printed };
    }
    let typed = matches.get_one::<String>("from").expect("one of the two is required");
    let proposal = match Place::parse(typed).map_err(Into::into).and_then(|place| from_place(&layers, &place, &folders))
    {
        Ok(proposal) => proposal,
        Err(error) => return refuse(error),
    };
    let effect = if proposal.problems.is_empty() {
        format!("\n# 用上以后：\n{}", commented(&proposal.effect.text()))
    } else {
        String::new()
    };
    let printed = print(&format!("{}{effect}", proposal.text()));
    if printed == FINE { keep(matches, Some(&proposal)) } else { printed }
}

/// What is printed as a whole may be put into a rule file.
fn commented(text: &str) -> String {
    text.lines().map(|line| format!("# {line}").trim_end().to_string() + "\n").collect()
}

fn keep(matches: &ArgMatches, proposal: Option<&Proposal>) -> u8 {
    let (Some(path), Some(proposal)) = (matches.get_one::<PathBuf>("write"), proposal) else { return FINE };
    if !proposal.problems.is_empty() {
        return refuse("建议的规则还不能直接用，没有写进文件。请照上面的说明改好后自己写进去");
    }
    match write(proposal, path) {
        Ok(()) => print(&format!("\n# 已写进 {}\n", path.display())),
        Err(error) => refuse(error),
    }
}
