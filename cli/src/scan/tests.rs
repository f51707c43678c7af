//! Shapes that are found, and what looks like them and is not. No secret stands here in one piece:
//! scanners of forges would take it for one.

use super::{Datum, Find, MOST, OVERLAP, PIECE, Scanner, Sort, masked, scan};

fn told(text: &str) -> Vec<String> {
    let line = |find: &Find| match find.sort {
        Sort::Secret(shape) => format!("{shape} {}… {}", find.text, find.span.range().len()),
        Sort::Personal(datum) => format!("{} {}", datum.one(), find.text),
    };
    scan(text.as_bytes(), true).iter().map(line).collect()
}

const LETTERS: &str = "aB3dE5gH7jK9mN1pQ2sT4vW6yZ8cD0fG5hJ7kL9nP3rS1uV2xY4zA6bC8eF0gH2jK4mN6pQ8sT0vW2yZ";

fn letters(count: usize) -> String {
    LETTERS.chars().cycle().take(count).collect()
}

#[test]
fn a_token_is_known_by_its_prefix_and_its_length() {
    let upper = letters(16).to_uppercase();
    let tokens = [
        (["AK", "IA"].concat(), upper, "an AWS access key AKIA… 20"),
        (["gh", "p_"].concat(), letters(36), "a GitHub token ghp_… 40"),
        (["github", "_pat_"].concat(), letters(40), "a GitHub token gith… 51"),
        (["gl", "pat-"].concat(), letters(20), "a GitLab token glpa… 26"),
        (["xo", "xb-"].concat(), letters(24), "a Slack token xoxb… 29"),
        (["sk_", "live_"].concat(), letters(24), "a Stripe key sk_l… 32"),
        (["AI", "za"].concat(), letters(35), "a Google API key AIza… 39"),
        (["np", "m_"].concat(), letters(36), "an npm token npm_… 40"),
        (["pypi-", "AgEIcHlwaS5vcmc"].concat(), letters(60), "a PyPI token pypi… 80"),
        (["Account", "Key="].concat(), format!("{}==", letters(82)), "an Azure storage key Acco… 95"),
        (["ab18", "Q~"].concat(), letters(34), "an Azure client secret ab18… 40"),
        (["S", "G."].concat(), format!("{}.{}", letters(22), letters(43)), "a SendGrid key SG.a… 69"),
        (["ey", "J"].concat(), format!("{0}.eyJ{0}.{0}", letters(20)), "a JSON Web Token eyJa… 68"),
        (["dop", "_v1_"].concat(), letters(64), "a DigitalOcean token dop_… 71"),
    ];
    for (prefix, rest, expected) in tokens {
        let token = format!("{prefix}{rest}");
        assert_eq!(told(&format!("x: {token}\n")), [expected]);
        // A word that merely contains it is another word; half a token is none.
        assert_eq!(told(&format!("x{}", &token[..token.len() / 2])), Vec::<String>::new(), "{expected}");
    }
}

#[test]
fn a_private_key_is_found_also_in_a_binary_file_and_its_body_is_hidden() {
    let label = ["PRIVATE", "KEY"].join(" ");
    let key = format!("-----BEGIN OPENSSH {label}-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH {label}-----\n");
    let binary =
        [b"PK\0\0".as_slice(), key.as_bytes(), ["gh", "p_", &letters(36)].concat().as_bytes()].concat();
    let finds = scan(&binary, true);
    assert_eq!(finds.len(), 1);
    let shown = masked(&binary, &finds);
    let shown = String::from_utf8_lossy(&shown[4..]).into_owned();
    assert!(
        shown.starts_with(&format!("-----BEGIN OPENSSH {label}-----\n***************\n-----END")),
        "{shown}"
    );
    assert_eq!(told("-----BEGIN PUBLIC KEY-----\n-----BEGIN CERTIFICATE-----\n"), Vec::<String>::new());
}

#[test]
fn a_named_value_counts_when_it_looks_random() {
    let said = [
        ("password = ", "Tr0ub4dor-x9Q", "a password Tr0u… 13"),
        ("\"client_secret\": \"", "9fKq2LmXw7Rt4Zb8\"", "a secret 9fKq… 16"),
        ("API_KEY=", "Zb8Rt4wQ7mLk2Xf9", "a key Zb8R… 16"),
        ("secretAccessKey: ", "wJa/rXUtnFEMIK7MDENGbPx+RfiCYz9ALQKx", "a secret wJa/… 36"),
    ];
    for (name, value, expected) in said {
        assert_eq!(told(&format!("{name}{value}")), [expected]);
    }
    let harmless = [
        "password: changed every 90 days, see IT-881",
        "password=${DATABASE_PASSWORD_2026}",
        "token: sha256:77ab77ab77ab77ab77ab77ab77ab77ab",
        "token_expires: 2026-03-27T08:05:00Z",
        "secret: arn:aws:secretsmanager:eu-central-1:1234:secret:Prod-Db-9fKq2L",
        "password: ************",
        "the tokens of AC-02 and the passwords of 2026",
        "secret: vault://prod/Db-9fKq2LmXw7Rt4Zb8",
    ];
    for text in harmless {
        assert_eq!(told(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn personal_data_is_known_by_its_form() {
    let text = "mail kim.lee@customer.example or call +49 170 1234567, DE89 3704 0044 0532 0130 00, 4111 1111 1111 1111.";
    assert_eq!(
        told(text),
        [
            "a mail address kim.lee@customer.example",
            "a phone number +49 170 1234567",
            "an IBAN DE89 3704 0044 0532 0130 00",
            "a payment card number 4111 1111 1111 1111",
        ]
    );
    let harmless = "noreply@github.com git@github.com:acme/x.git getty@tty1.service a@b icon@2x.png @scope/name \
                    +0200 1+12345678901 DE88370400440532013000 4111111111111112 4111111111111111.5 x4111111111111111 \
                    2026-03-27T09:40:00+02:00 5d0c4111111111111111 1790000000000000000 4444444444444444";
    assert_eq!(told(harmless), Vec::<String>::new());
}

#[test]
fn pieces_find_what_the_whole_finds() {
    let mut bytes = Vec::new();
    let token = ["gh", "p_", &letters(36)].concat();
    let filler = "the quick brown fox 0123456789\n".repeat(40_000);
    for at in [10, PIECE - 20, PIECE + 1000, PIECE + OVERLAP - 10, PIECE + OVERLAP + 30] {
        bytes.extend_from_slice(&filler.as_bytes()[..at - bytes.len().min(at)]);
        bytes.extend_from_slice(format!(" {token} kim@customer.example ").as_bytes());
    }
    let whole = scan(&bytes, true);
    assert!(whole.len() >= 10 && whole.len() < MOST);
    for step in [1 << 16, 4097] {
        let mut scanner = Scanner::new(true);
        bytes.chunks(step).for_each(|chunk| scanner.push(chunk));
        assert_eq!(scanner.finish(), whole);
    }
    assert!(whole.iter().any(|find| find.sort == Sort::Personal(Datum::MailAddress)));
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_looked_at_without_harm(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let finds = scan(&bytes, true);
        proptest::prop_assert_eq!(masked(&bytes, &finds).len(), bytes.len());
    }

    #[test]
    fn any_text_of_the_shapes_is_looked_at_without_harm(text in "(-----BEGIN |Q~|SG\\.|eyJ|AKIA|password[:=] ?|token: |DE89|\\+49|@|4111|[ -~]){0,24}") {
        let finds = scan(text.as_bytes(), true);
        proptest::prop_assert!(finds.iter().all(|find| find.span.end as usize <= text.len()));
    }
}
