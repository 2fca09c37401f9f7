using Gatehouse.Api.People;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Records;

/// <summary>A people's host with two organisations, a server each, and calls that a test writes into the journal.</summary>
internal sealed class RecordRig : IAsyncDisposable
{
    public const string Path = "/api/v1/records";

    private RecordRig(ControlRig rig, SeededKey own, SeededKey other) => (Rig, Own, Other) = (rig, own, other);

    public ControlRig Rig { get; }

    /// <summary>A viewer of the organisation with the server <c>bank</c>.</summary>
    public SeededKey Own { get; }

    /// <summary>An admin of another organisation, with the server <c>foreign</c>.</summary>
    public SeededKey Other { get; }

    public static async Task<RecordRig> StartAsync(Role role = Role.Viewer, Func<ControlSettings, ControlSettings>? control = null)
    {
        var rig = await ControlRig.StartAsync(control: control);
        var own = await rig.SeedAsync(role);
        var other = await rig.SeedAsync(Role.Admin);
        await rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            db.Servers.Add(Server("bank", own, rig));
            db.Servers.Add(Server("retired", own, rig, rig.Time.GetUtcNow()));
            db.Servers.Add(Server("foreign", other, rig));
            return await db.SaveChangesAsync();
        });
        return new RecordRig(rig, own, other);
    }

    /// <summary>Writes one call, and its outcome where there is one.</summary>
    public async Task CallAsync(string id, Func<CallIntent, CallIntent>? shape = null, CallOutcome? outcome = null)
    {
        var intent = new CallIntent
        {
            CallId = id, Time = Rig.Time.GetUtcNow(), Method = "tools/call", ServerId = "bank", GrantId = "grt_1", Target = "create_refund",
            DefinitionHash = "d1", PolicyHash = "p1", Outcome = RecordedOutcome.Allowed, Rule = "",
            Arguments = """{"amount":12,"to":"CANARY"}"""u8.ToArray(), Reserved = [],
        };
        var receipt = await Rig.Ledger.Ledger.Intents!.IntendAsync(shape?.Invoke(intent) ?? intent, CancellationToken.None);
        Assert.Null(receipt.Fault);
        if (outcome is { } end)
        {
            Rig.Ledger.Ledger.Intents.Conclude(receipt, end);
        }
    }

    public static CallOutcome Done(int milliseconds = 3) => new(OutcomeClass.Done, 10, TimeSpan.FromMilliseconds(milliseconds), null, false);

    /// <summary>The index has everything that was written so far, outcomes included: they go with the next row.</summary>
    public async Task CatchUpAsync()
    {
        Assert.Null(await Rig.Ledger.Ledger.Recorder!.SettledAsync("none", "none", "none", "test"));
        Assert.Null(await Rig.Ledger.Ledger.Index.CatchUpAsync(CancellationToken.None));
    }

    public Task<Reply> GetAsync(string rest = "", SeededKey? key = null) => Rig.SendAsync("GET", Path + rest, token: (key ?? Own).Token);

    /// <summary>The calls of a list by their ids.</summary>
    public async Task<string> IdsAsync(string rest = "", SeededKey? key = null)
    {
        var reply = await GetAsync(rest, key);
        Assert.Equal(200, reply.Status);
        return string.Join(' ', reply.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("call").GetString()));
    }

    public ValueTask DisposeAsync() => Rig.DisposeAsync();

    private static RegisteredServer Server(string id, SeededKey key, ControlRig rig, DateTimeOffset? retired = null) => new()
    {
        Id = id, OrganisationId = key.OrganisationId, Name = id, Url = "https://mcp.example.com/", Created = rig.Time.GetUtcNow(), Retired = retired,
    };
}
