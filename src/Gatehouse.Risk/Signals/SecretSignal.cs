using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>secret</c>: credentials, keys or tokens are returned, stored, or handed in by the caller.</summary>
internal sealed class SecretSignal : Signal
{
    private static readonly GroupSet Secrets = Groups("secretnoun");
    private static readonly GroupSet Crypto = Groups("in_crypto");
    private static readonly GroupSet Trade = Groups("in_trade");

    public override string Name => "secret";

    public override string? Evidence(Reading reading, RiskCategory category)
    {
        if (category is not (RiskCategory.Read or RiskCategory.Write))
        {
            return null;
        }

        if (category == RiskCategory.Write && reading.NameHas("wallet") && (reading.NameHas("create") || reading.NameHas("import") || reading.NameHas("generate")))
        {
            return "name: wallet";
        }

        if (!(category == RiskCategory.Read && IsBesides(reading)) && OfName(reading) is { } named)
        {
            return named;
        }

        // "generate_database_token": outside of wallets a token that is made or set lets somebody in.
        if (category == RiskCategory.Write && (reading.DomainGroups & (Crypto | Trade)) == 0 && OfThing(reading) is { } thing)
        {
            return thing;
        }

        return category == RiskCategory.Read ? OfArguments(reading) ?? OfEnvironment(reading) ?? OfText(reading) : null;
    }

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) =>
        AtLeast(category == RiskCategory.Write ? RiskLevel.High : RiskLevel.Medium, level);

    private static string? OfName(Reading reading)
    {
        if (IsAboutSecrets(reading))
        {
            return null;
        }

        if (InName(reading, Secrets) is { } named)
        {
            return named;
        }

        // "key" and "token" are secrets only with the right word before them, or in no other sense.
        for (var at = 1; at < reading.Name.Count; at++)
        {
            var (before, word) = (reading.Name[at - 1].Term?.Text, reading.Name[at].Term?.Text);
            if ((word is "key" && before is "api" or "private" or "access" or "ssh" or "license" or "auth" or "signing" or "encryption" or "provisioning" or "sdk" or "storage")
                || (word is "token" && before is "access" or "auth" or "api" or "refresh" or "bearer" or "deploy" or "validate" or "oauth" or "registration" or "runner"))
            {
                return $"name: {before} {word}";
            }
        }

        return null;
    }

    // "list_repositories_for_a_secret", "credential_schema": what is read stands beside a secret and is none.
    private static bool IsBesides(Reading reading) =>
        reading.Name.Exists(token => token.Term?.Text is "repository" or "repo" or "schema" or "usage" or "installation") || (reading.NameHas("public") && reading.NameHas("key"));

    // What is made is the last word of the name but for its verb: "keyvault_key_create", "create_deploy_key".
    private static string? OfThing(Reading reading)
    {
        var at = reading.Name.Count - 1;
        while (at > 0 && reading.Name[at].Term is { IsSureVerb: true })
        {
            at--;
        }

        return at < 0 ? null : (reading.Name[at].Term?.Text, reading.Deciding?.Text) switch
        {
            ("token", _) => "name: token",
            (_, "create" or "generate" or "regenerate" or "issue") when reading.Name.Exists(static word => word.Term?.Text is "token") => "name: token",
            ("key" or "certificate", "create" or "attach" or "import" or "upload" or "generate" or "rotate" or "regenerate")
                when !reading.Name.Exists(static word => word.Term?.Text is "index" or "cache" or "value" or "service" or "deploy" or "public")
                => $"name: {reading.Name[at].Term!.Text}",
            _ => null,
        };
    }

    // "print_env", "current_token": it comes back as it is.
    private static string? OfEnvironment(Reading reading) =>
        reading.NameHas("env") && (reading.Name.Count <= 2 || reading.Name.Exists(static token => token.Term?.Text is "variable" or "var")) && reading.Deciding?.Text is "get" or "list" or "print" or "show" or "dump" or "export"
            ? "name: env"
        : reading.Deciding?.Text is "get" && reading.Name.Count > 0 && reading.OfName(reading.Name[^1]) is "token" && (reading.DomainGroups & (Crypto | Trade)) == 0
            ? "name: token"
        : null;

    // "list_env", "get_keys: List of API keys".
    private static string? OfText(Reading reading)
    {
        if (reading.Deciding?.Text is not ("get" or "list" or "print" or "show" or "read" or "dump" or "fetch") || reading.Name.Count > 3)
        {
            return null;
        }

        for (var at = 1; at < reading.Words.Count && reading.Words[at].Sentence == 0; at++)
        {
            var (before, word) = (reading.Words[at - 1].Term?.Text, reading.Words[at].Term?.Text);
            if ((before, word) is ("environment", "variable") && (reading.NameHas("env") || reading.NameHas("environment") || reading.NameHas("printenv"))
                || ((before, word) is ("api", "key") && reading.NameHas("key")))
            {
                return $"description: {before} {word}";
            }
        }

        return null;
    }

    // A generator, a checker or a policy of passwords returns nobody's secret.
    private static bool IsAboutSecrets(Reading reading) =>
        reading.Name.Exists(token => token.Term?.Text is "generate" or "strength" or "policy" or "scan" or "scanning" or "validate_password" or "expiry" or "count" or "status" or "check" or "test");

    private static string? OfArguments(Reading reading)
    {
        var isCoin = (reading.DomainGroups & (Crypto | Trade)) != 0;
        for (var at = 0; at < reading.ArgumentWords.Length; at++)
        {
            var words = reading.ArgumentWords[at];
            for (var word = 0; word < words.Length; word++)
            {
                if (IsCredential(words, word, isCoin))
                {
                    return $"argument: {reading.Tool.Arguments[at].Name}";
                }
            }
        }

        return null;
    }

    private static bool IsCredential(System.Collections.Immutable.ImmutableArray<Token> words, int at, bool isCoin)
    {
        var before = at > 0 ? words[at - 1].Term?.Text : null;
        return words[at].Term?.Text switch
        {
            "password" or "passphrase" or "mnemonic" or "secret" or "apikey" or "privatekey" or "credential" => at == words.Length - 1 || words[at].Term!.Text is "secret",
            "seed" => isCoin && at == words.Length - 1,
            "key" => before is "api" or "private" or "secret" or "access",
            "token" => at == words.Length - 1 && (before is "access" or "auth" or "api" or "bearer" or "refresh" or "custom" || (at == 0 && !isCoin)),
            _ => false,
        };
    }
}
