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

        if (OfName(reading) is { } named)
        {
            return named;
        }

        return category == RiskCategory.Read ? OfArguments(reading) : null;
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
            if ((word is "key" && before is "api" or "private" or "access" or "ssh" or "license" or "auth" or "signing" or "encryption")
                || (word is "token" && before is "access" or "auth" or "api" or "refresh" or "bearer" or "deploy" or "validate" or "oauth" or "registration" or "runner"))
            {
                return $"name: {before} {word}";
            }
        }

        return null;
    }

    // A generator, a checker or a policy of passwords returns nobody's secret.
    private static bool IsAboutSecrets(Reading reading) =>
        reading.Name.Exists(token => token.Term?.Text is "generate" or "strength" or "policy" or "scan" or "scanning" or "validate_password" or "expiry" or "count");

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
            "password" or "passphrase" or "mnemonic" or "secret" or "apikey" or "privatekey" or "credential" or "seed" => at == words.Length - 1 || words[at].Term!.Text is "secret",
            "key" => before is "api" or "private" or "secret" or "access",
            "token" => at == words.Length - 1 && (before is "access" or "auth" or "api" or "bearer" or "refresh" or "custom" || (at == 0 && !isCoin)),
            _ => false,
        };
    }
}
