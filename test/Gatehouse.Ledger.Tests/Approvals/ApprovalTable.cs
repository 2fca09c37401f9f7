using System.Text;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Migrations;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Ledger.Tests.Approvals;

/// <summary>A desk and its settling on a database of their own.</summary>
internal sealed class ApprovalTable : IAsyncDisposable
{
    public const string Secret = "{\"name\":\"t\",\"arguments\":{\"to\":\"CANARY\"}}";

    private readonly StoreUnderTest _store = new();

    public ApprovalTable()
    {
        Store = Another();
        Watch = new ApprovalWatch(Store, Time);
        Desk = new ApprovalDesk(Store, Keys, Time, "serve", Watch);
        Settling = new ApprovalSettling(Store, Keys, Time, journal: null, Watch);
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string Folder => _store.Folder;

    public KeyRing Keys { get; } = KeyRing.Ephemeral();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public LedgerStore Store { get; }

    public ApprovalWatch Watch { get; }

    public ApprovalDesk Desk { get; }

    public ApprovalSettling Settling { get; }

    public static ApprovalDraft Draft(string digest = "d1", int approvers = 1, string grant = "g1", params string[] rules) => new()
    {
        Subject = new ApprovalSubject(grant, "bank", "f1", "transfer", "h1", digest),
        Rules = rules.Length == 0 ? ["/r"] : [.. rules],
        Messages = ["ask"],
        Expires = TimeSpan.FromMinutes(10),
        Approvers = approvers,
        Params = Encoding.UTF8.GetBytes(Secret),
        GrantLabel = "an agent",
    };

    public async Task<ApprovalAnswer> Present(string digest = "d1", int approvers = 1, string grant = "g1", params string[] rules) =>
        await Desk.PresentAsync(Draft(digest, approvers, grant, rules), Cancel);

    public async Task<string> Approved(string digest = "d1")
    {
        var id = (await Present(digest)).ApprovalId;
        Assert.Equal(ApprovalState.Approved, (await Settling.ApproveAsync(id, "ann", Cancel)).State);
        return id;
    }

    /// <summary>The same database once more, as another process opens it.</summary>
    public LedgerStore Another() => _store.Open(StateSchema.Current);

    public async Task<ApprovalCard> Card(string id) => (await Settling.ShowAsync(id, Cancel)).Card!;

    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync();
        await _store.DisposeAsync();
    }
}
