using System.Text;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Arguments;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Migrations;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Tests.Arguments;

/// <summary>Where a test's arguments go.</summary>
internal sealed class TestPlace(Func<(LedgerStore? Store, Fault? Fault)> open) : ArgumentPlace
{
    public override bool Exists => true;

    public override (LedgerStore? Store, Fault? Fault) Open() => open();

    /// <summary>A place in the database of a test.</summary>
    public static TestPlace In(StoreUnderTest store) => new(() => (store.Open(ArgumentsSchema.Current), null));
}

/// <summary>What tests of stored arguments need again and again.</summary>
internal static class ArgumentDesk
{
    public const string Json = """{"to":"CANARY","password":"SECRET-CANARY","n":1.50}""";

    public const string Redacted = """{"to":"CANARY","password":"[redacted: string, 9-32 characters]","n":1.50}""";

    public static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static readonly ArgumentKeeping Keeping = new("org_1", 30, RedactionRules.Always);

    public static CallIntent Intent(string callId, string json = Json, ArgumentKeeping? keeping = null, DateTimeOffset? time = null) => new()
    {
        CallId = callId,
        Time = time ?? Start,
        Method = "tools/call",
        ServerId = "bank",
        GrantId = "g1",
        Target = "pay",
        Outcome = RecordedOutcome.Allowed,
        Rule = "",
        Arguments = Encoding.UTF8.GetBytes(json),
        Keeping = keeping ?? Keeping,
    };

    /// <summary>Stores calls at once, as the background does.</summary>
    public static void Put(this ArgumentStore store, params CallIntent[] intents)
    {
        var rows = intents.Select(intent =>
        {
            var waiting = WaitingArguments.Of(intent, intent.Keeping!);
            var row = waiting.Copy is null ? waiting.Row() : store.Seal(waiting.Row(), RedactionRun.Of(intent.Keeping!.Rules, intent.Arguments.Span));
            waiting.Release();
            return row;
        }).ToList();
        Assert.Null(store.Write(rows));
    }

    public static async Task<StoredArguments?> FindAsync(this ArgumentStore store, string callId, string? owner = "org_1", DateTimeOffset? now = null)
    {
        var (found, fault) = await store.FindAsync([callId], owner, now ?? Start, TestContext.Current.CancellationToken);
        Assert.Null(fault);
        return found!.GetValueOrDefault(callId);
    }

    public static string Text(this StoredArguments stored) => Encoding.UTF8.GetString(stored.Values!.Json.Span);

    /// <summary>Keys in a folder of their own.</summary>
    public static KeyRing Keys(string folder)
    {
        var (keys, fault) = KeyFolder.Open(folder, isNew: true);
        Assert.Null(fault);
        return keys!;
    }
}
