//! Every command over a repository that names programs and places wherever Git reads any: nothing is
//! started, no socket is opened, and no file but those of the repository, of the output, of the user's
//! caches and of the system is opened. `strace` watches.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::register::{commit, register};
use crate::support::{git, succeed, tickmark};

/// Every command there is, and the forms of it that read something else. `_` is a blank.
pub(crate) const COMMANDS: &[&str] = &[
    "anchor list",
    "anchor verify",
    "anchor note w1",
    "anchor create week",
    "check --base first",
    "completions bash",
    "crosswalk house soc2",
    "demo OUT/demo",
    "diff first..main",
    "explain unknown-person",
    "export codeowners",
    "fix",
    "fix --diff",
    "framework list",
    "framework show house",
    "gaps house",
    "import oscal catalog.json --id rules --dry-run",
    "init --company X --owner Ada --no-input --force",
    "lint",
    "lint --staged",
    "lint --at main -o sarif:OUT/lint.sarif",
    "lsp",
    "man",
    "new control --id C-9 --title Doors --owner omar --cadence quarterly --statement Closed. --no-input",
    "packet build house-2026 --draft --formats html,xlsx,zip --out OUT/packet",
    "packet verify OUT/packet",
    "packet context house-2026 --at main --draft",
    "record C-2 --period 2026-Q1 --by omar --done 2026-03-30 --attach list.csv --summary S. --no-input",
    "record review evidence/C-1/2026-Q1.yaml --verdict accepted --looked-at All --exceptions none --no-input",
    "record git --repo . --window 2026-03-01..2026-03-31 --by omar",
    "requests import requests.csv",
    "risks",
    "risks matrix",
    "sample C-1 --size 1",
    "schema control",
    "show C-1",
    "soa",
    "soa exclude A.5 --because None",
    "status",
    "trail --window 2026-01-01..2026-05-31",
    "trail C-1 --at main --format json",
];

const CATALOG: &str = r#"{"catalog": {"uuid": "u", "metadata": {"title": "Rules", "version": "1",
  "last-modified": "2026-01-01T00:00:00Z", "oscal-version": "1.1.2"},
  "controls": [{"id": "h-1", "title": "Doors", "props": [{"name": "label", "value": "H-1"}]}]}}"#;

/// What the system opens by itself, and what any program may.
const SYSTEM: [&str; 12] = [
    "/etc/ld.so.",
    "/lib/",
    "/lib64/",
    "/usr/lib/",
    "/usr/lib64/",
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/proc/",
    "/sys/",
    "/dev/urandom",
    "/dev/null",
    "/dev/tty",
];

/// Where everything of the test lies.
struct Stage {
    place: tempfile::TempDir,
    company: tempfile::TempDir,
}

impl Stage {
    fn outside(&self) -> PathBuf {
        self.place.path().join("outside")
    }

    fn out(&self) -> PathBuf {
        self.place.path().join("out")
    }

    /// A company whose `.git` names programs and files outside wherever it can.
    fn set() -> Self {
        let stage = Self { place: crate::support::folder(), company: register() };
        for folder in ["outside/hooks", "outside/home", "out", "cache"] {
            fs::create_dir_all(stage.place.path().join(folder)).expect("a folder");
        }
        let root = stage.company.path();
        let program = root.join("policies/program.yaml");
        let audit =
            "audits:\n  house-2026: {framework: house, type: internal, window: 2026-01-01..2026-05-31}\n";
        let text = fs::read_to_string(&program).expect("the programme");
        fs::write(program, text + audit).expect("the programme");
        for (path, text) in [
            ("list.csv", "a,b\n1,2\n"),
            ("requests.csv", "Ref;Request;Date due\nP-1;Reviews;2026-07-10\n"),
            ("catalog.json", CATALOG),
            (".gitmodules", "[submodule \"m\"]\n\tpath = m\n\turl = ext::sh -c RUN\n\tupdate = !RUN\n"),
        ] {
            fs::write(root.join(path), text).expect("a file");
        }
        commit(root, "2026-05-12");
        let attributes =
            "* filter=evil diff=evil merge=evil text eol=crlf ident working-tree-encoding=UTF-16\n";
        fs::write(root.join(".gitattributes"), attributes).expect("a file");
        succeed(git(root).args(["tag", "--annotate", "--message", "w", "week"]));
        stage.poison();
        stage
    }

    fn poison(&self) {
        let (root, outside) = (self.company.path(), self.outside());
        let run = outside.join("run");
        let script = format!("#!/bin/sh\ntouch {}\ncat\n", outside.join("was-run").display());
        let executable = |path: &Path| {
            fs::write(path, &script).expect("a script");
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("the mode");
        };
        executable(&run);
        for hook in [
            "post-checkout",
            "post-index-change",
            "pre-commit",
            "reference-transaction",
            "fsmonitor-watchman",
        ] {
            executable(&outside.join("hooks").join(hook));
            fs::create_dir_all(root.join(".git/hooks")).expect("a folder");
            executable(&root.join(".git/hooks").join(hook));
        }
        let (run, away) = (run.display(), outside.display());
        let config = format!(
            "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tfsmonitor = {run}\n\thooksPath = {away}/hooks\n\tpager = {run}\n\teditor = {run}\n\tsshCommand = {run}\n\taskPass = {run}\n\tattributesFile = {away}/attributes\n\texcludesFile = {away}/ignore\n\talternateRefsCommand = {run}\n\tgitProxy = {run}\n\tautocrlf = true\n\
             [include]\n\tpath = {away}/config\n[includeIf \"gitdir:/\"]\n\tpath = {away}/config\n[includeIf \"onbranch:main\"]\n\tpath = {away}/config\n\
             [filter \"evil\"]\n\tclean = {run}\n\tsmudge = {run}\n\tprocess = {run}\n\trequired = true\n\
             [diff \"evil\"]\n\ttextconv = {run}\n\tcommand = {run}\n[diff]\n\texternal = {run}\n[merge \"evil\"]\n\tdriver = {run}\n\
             [credential]\n\thelper = {run}\n[gpg]\n\tprogram = {run}\n[gpg \"ssh\"]\n\tprogram = {run}\n\tallowedSignersFile = {away}/signers\n\tdefaultKeyCommand = {run}\n\trevocationFile = {away}/revoked\n\
             [alias]\n\tlog = !{run}\n[pager]\n\tlog = {run}\n[sequence]\n\teditor = {run}\n[trace2]\n\teventTarget = {away}/trace\n\
             [remote \"origin\"]\n\turl = ext::{run}\n\tpromisor = true\n\tpartialclonefilter = blob:none\n\tuploadpack = {run}\n[uploadpack]\n\tpackObjectsHook = {run}\n\
             [url \"ext::{run}\"]\n\tinsteadOf = https://\n[mailmap]\n\tfile = {away}/mailmap\n[commit]\n\ttemplate = {away}/template\n[init]\n\ttemplateDir = {away}/template\n[safe]\n\tdirectory = *\n"
        );
        fs::write(root.join(".git/config"), config).expect("the configuration");
        for name in [
            "config",
            "attributes",
            "ignore",
            "signers",
            "revoked",
            "mailmap",
            "template",
            "secret.yaml",
            "home/.gitconfig",
        ] {
            fs::write(outside.join(name), "[core]\n\tbare = false\n").expect("a file");
        }
        fs::write(root.join(".git/info/attributes"), "* filter=evil diff=evil\n").expect("a file");
        for (link, to) in [
            ("policies/controls/L-1.yaml", "secret.yaml"),
            ("policies/away.md", "secret.yaml"),
            ("evidence/C-1/away.csv", "secret.yaml"),
            (".mailmap", "mailmap"),
            (".git/info/exclude-of-another", "ignore"),
            ("policies/registers/away.yaml", "secret.yaml"),
        ] {
            symlink(outside.join(to), root.join(link)).expect("a link");
        }
        symlink(&outside, root.join("policies/frameworks/away")).expect("a link");
    }

    /// What a command did beyond what it may, one line each.
    fn watch(&self, words: &str) -> Vec<String> {
        let copy = crate::support::folder();
        let root = copy.path().join("root");
        succeed(Command::new("cp").arg("-a").arg(self.company.path()).arg(&root));
        let log = copy.path().join("log");
        let known = tickmark(&root);
        let mut command = Command::new("strace");
        command.args([
            "-f",
            "-qq",
            "-y",
            "-s",
            "4096",
            "-e",
            "trace=open,openat,openat2,creat,%network,%process",
        ]);
        command.arg("-o").arg(&log).arg(known.get_program());
        let out = self.out().display().to_string();
        command.args(words.split(' ').map(|word| word.replace("OUT", &out).replace('_', " ")));
        command.current_dir(&root).env_clear().stdin(Stdio::null());
        for (name, value) in known.get_envs().filter(|(name, _)| !name.to_string_lossy().starts_with("GIT_"))
        {
            command.env(name, value.unwrap_or_default());
        }
        command.env("HOME", self.outside().join("home")).env("SOURCE_DATE_EPOCH", "1781524800");
        command.env("XDG_CACHE_HOME", self.place.path().join("cache"));
        let output = command.output().expect("it starts");
        let said = String::from_utf8_lossy(&output.stderr);
        let mut wrong = Vec::new();
        // What is wrong in the repository may be said; that the command was written wrongly may not.
        if !matches!(output.status.code(), Some(0 | 1 | 3)) {
            wrong.push(format!("exit {:?}: {said}", output.status.code()));
        }
        let log = fs::read_to_string(&log).expect("the log");
        let mut programs = 0;
        for line in log.lines() {
            let call = line.split_once(' ').map_or(line, |(_, call)| call.trim_start());
            let name = call.split('(').next().unwrap_or_default();
            match name {
                "execve" | "execveat" => programs += 1,
                "open" | "openat" | "openat2" | "creat" => {
                    let path = opened(call);
                    let may = path.starts_with(&root)
                        || path.starts_with(self.out())
                        || path.starts_with(self.place.path().join("cache"));
                    let system = SYSTEM.iter().any(|known| path.to_string_lossy().starts_with(known));
                    // Whether a folder is ours is asked of the folder around the output.
                    // `demo` makes a repository, and libgit2 asks the user then, not a repository.
                    let users = path.ends_with(".gitconfig") || path == Path::new("/etc/gitconfig");
                    let asked = words.starts_with("demo") && users;
                    if !may
                        && !system
                        && !asked
                        && path != Path::new(known.get_program())
                        && path != self.place.path()
                    {
                        wrong.push(format!("opens {}", path.display()));
                    }
                }
                "fork" | "vfork" => wrong.push(call.to_owned()),
                "clone" | "clone3" if !call.contains("CLONE_THREAD") => wrong.push(call.to_owned()),
                "socket" | "connect" | "bind" | "socketpair" | "sendto" | "sendmsg" => {
                    wrong.push(call.to_owned());
                }
                _ => {}
            }
        }
        if programs != 1 {
            wrong.push(format!("{programs} programs"));
        }
        wrong
    }
}

/// The file that a call opened, or tried to.
fn opened(call: &str) -> PathBuf {
    if let Some((_, result)) = call.rsplit_once(" = ")
        && let Some((_, path)) = result.split_once('<')
        && let Some(path) = path.strip_suffix('>')
    {
        return PathBuf::from(path);
    }
    let path = call.split('"').nth(1).unwrap_or_default();
    let folder = call
        .split_once("AT_FDCWD<")
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or("", |(folder, _)| folder);
    Path::new(folder).join(path)
}

#[test]
fn no_command_starts_a_program_opens_a_socket_or_a_file_elsewhere() {
    let traced = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    if !traced.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: strace is missing, or may not look");
        return;
    }
    let stage = Stage::set();
    let mut wrong: Vec<String> = Vec::new();
    for words in COMMANDS {
        let found: BTreeSet<String> = stage.watch(words).into_iter().collect();
        wrong.extend(found.into_iter().map(|line| format!("{words}: {line}")));
    }
    assert!(!stage.outside().join("was-run").exists(), "a program of the repository was run");
    assert!(!stage.outside().join("trace").exists(), "something was written where the repository says");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_command_is_watched() {
    let help = succeed(tickmark(Path::new(env!("CARGO_TARGET_TMPDIR"))).arg("--help"));
    let names = help.lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?.split(' ').next()?;
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase());
        (is_name && line.starts_with(&format!("  {name}  "))).then_some(name)
    });
    let known =
        |name: &&str| name != &"help" && !COMMANDS.iter().any(|words| words.split(' ').next() == Some(*name));
    let missing: Vec<&str> = names.filter(known).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
