//! Time-stamp tokens, against `openssl ts`.

use std::path::Path;
use std::process::Command;

use tickmark::signature::timestamp::{Roots, StampFault, verify};

use super::{program, run};

const CONFIGURATION: &str = "\
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:TRUE
[between]
basicConstraints = critical,CA:TRUE,pathlen:0
[stamper]
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = one
[one]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
clock_precision_digits = 6
";

fn openssl(folder: &Path) -> Option<Command> {
    let mut command = program("openssl", folder)?;
    command.env("OPENSSL_CONF", "/dev/null");
    Some(command)
}

#[test]
fn openssl_and_we_agree_on_a_token_of_each_kind_of_key() {
    let folder = crate::support::folder();
    let path = folder.path();
    if openssl(path).is_none() {
        return;
    }
    let ssl = |arguments: &str| run(openssl(path).expect("asked before").args(arguments.split(' ')));
    std::fs::write(path.join("ts.conf"), CONFIGURATION).expect("a file");
    std::fs::write(path.join("payload"), "what was stamped\n").expect("a file");
    std::fs::write(path.join("serial"), "01\n").expect("a file");
    let kinds = [
        ("rsa", "-newkey rsa:2048"),
        ("p256", "-newkey ec -pkeyopt ec_paramgen_curve:P-256"),
        ("p521", "-newkey ec -pkeyopt ec_paramgen_curve:P-521 -sha512"),
    ];
    for (root, options) in kinds {
        ssl(&format!(
            "req -new -x509 -config ts.conf {options} -nodes -keyout {root}.key -subj /CN={root} -extensions root -out {root}.pem"
        ));
    }
    for (root, _) in kinds {
        for (kind, options) in [kinds[0], kinds[1]] {
            let hash = if root == "p521" { "-sha512" } else { "-sha256" };
            ssl(&format!(
                "req -new -config ts.conf {options} -nodes -keyout stamper.key -subj /CN=stamper -out request"
            ));
            ssl(&format!(
                "x509 -req {hash} -in request -CA {root}.pem -CAkey {root}.key -CAcreateserial -extfile ts.conf -extensions stamper -out stamper.pem"
            ));
            ssl("ts -query -data payload -sha512 -cert -out query");
            ssl(
                "ts -reply -config ts.conf -queryfile query -signer stamper.pem -inkey stamper.key -out token",
            );
            let token = std::fs::read(path.join("token")).expect("a token");
            let mut roots = Roots::default();
            roots.add(&std::fs::read(path.join(format!("{root}.pem"))).expect("a root")).expect("a root");
            let stamp = verify(&token, b"what was stamped\n", &roots).expect("a stamp");
            assert_eq!(stamp.operator, root, "{kind}");
            assert_eq!(verify(&token, b"something else", &roots), Err(StampFault::OtherBytes));
            // OpenSSL says so too, and prints the same second.
            ssl(&format!("ts -verify -data payload -in token -CAfile {root}.pem"));
            let told = ssl("ts -reply -in token -text");
            let second = stamp.at.strftime("%b %e %H:%M:%S").to_string();
            assert!(told.contains(&format!("Time stamp: {second}")), "{second}\n{told}");
        }
    }
}

/// Makes a chain of certificates, each signed by the one before, and a token by the last.
fn token_below(path: &Path, chain: &[(&str, &str)]) -> Vec<u8> {
    let ssl = |arguments: &str| run(openssl(path).expect("asked before").args(arguments.split(' ')));
    std::fs::write(path.join("ts.conf"), CONFIGURATION).expect("a file");
    std::fs::write(path.join("payload"), "what was stamped\n").expect("a file");
    std::fs::write(path.join("serial"), "01\n").expect("a file");
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    ssl(&format!(
        "req -new -x509 -config ts.conf {key} -keyout root.key -subj /CN=root -extensions root -out root.pem"
    ));
    let mut issuer = "root";
    let mut between = String::new();
    for (name, section) in chain {
        ssl(&format!("req -new -config ts.conf {key} -keyout {name}.key -subj /CN={name} -out request"));
        ssl(&format!(
            "x509 -req -in request -CA {issuer}.pem -CAkey {issuer}.key -CAcreateserial -extfile ts.conf -extensions {section} -out {name}.pem"
        ));
        between += &std::fs::read_to_string(path.join(format!("{name}.pem"))).expect("a certificate");
        issuer = name;
    }
    std::fs::write(path.join("between.pem"), between).expect("a file");
    ssl("ts -query -data payload -sha256 -cert -out query");
    ssl(&format!(
        "ts -reply -config ts.conf -queryfile query -signer {issuer}.pem -inkey {issuer}.key -chain between.pem -out token"
    ));
    std::fs::read(path.join("token")).expect("a token")
}

#[test]
fn only_an_authority_can_make_another_and_only_as_deep_as_it_may() {
    let folder = crate::support::folder();
    if openssl(folder.path()).is_none() {
        return;
    }
    let judged = |chain: &[(&str, &str)]| {
        let token = token_below(folder.path(), chain);
        let mut roots = Roots::default();
        roots.add(&std::fs::read(folder.path().join("root.pem")).expect("a root")).expect("a root");
        let verdict = verify(&token, b"what was stamped\n", &roots).map(|stamp| stamp.operator);
        let arguments = "ts -verify -data payload -in token -CAfile root.pem -untrusted between.pem";
        let theirs = openssl(folder.path()).expect("asked before").args(arguments.split(' ')).output();
        assert_eq!(verdict.is_ok(), theirs.expect("it starts").status.success(), "{chain:?}");
        verdict
    };
    assert_eq!(judged(&[("one", "between"), ("stamper", "stamper")]).as_deref(), Ok("root"));
    // Below a path length of zero no authority may stand.
    assert_eq!(
        judged(&[("one", "between"), ("two", "between"), ("stamper", "stamper")]),
        Err(StampFault::NotPinned)
    );
    // Who may stamp may not make others that stamp.
    assert_eq!(judged(&[("stamper", "stamper"), ("false", "stamper")]), Err(StampFault::NotPinned));
}

#[test]
fn a_token_counts_only_with_the_very_certificate_that_it_names() {
    let folder = crate::support::folder();
    let path = folder.path();
    if openssl(path).is_none() {
        return;
    }
    token_below(path, &[("stamper", "stamper")]);
    let ssl = |arguments: &str| run(openssl(path).expect("asked before").args(arguments.split(' ')));
    // Two certificates of one name, one number and one key, for another time.
    for (name, days) in [("first", "10"), ("second", "9000")] {
        ssl(&format!(
            "x509 -req -in request -CA root.pem -CAkey root.key -set_serial 7 -days {days} -extfile ts.conf -extensions stamper -out {name}.pem"
        ));
    }
    ssl("ts -query -data payload -sha256 -out query");
    ssl("ts -reply -config ts.conf -queryfile query -signer first.pem -inkey stamper.key -out token");
    let token = std::fs::read(path.join("token")).expect("a token");
    let judged = |files: &[&str]| {
        let mut roots = Roots::default();
        let read = |name: &&str| std::fs::read(path.join(name)).expect("a certificate");
        roots.add(&files.iter().flat_map(read).collect::<Vec<u8>>()).expect("a root");
        verify(&token, b"what was stamped\n", &roots).map(|stamp| stamp.operator)
    };
    assert_eq!(judged(&["root.pem"]), Err(StampFault::NoSigner));
    assert_eq!(judged(&["root.pem", "first.pem"]).as_deref(), Ok("root"));
    assert_eq!(judged(&["root.pem", "second.pem"]), Err(StampFault::OtherSigner));
}
