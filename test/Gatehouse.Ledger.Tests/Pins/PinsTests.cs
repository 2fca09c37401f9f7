using System.Collections.Immutable;
using Gatehouse.Gateway.Tools;
using Gatehouse.Ledger.Migrations;
using PinsOfState = Gatehouse.Ledger.Pins.Pins;

namespace Gatehouse.Ledger.Tests.Pins;

/// <summary>The database keeps the contract, and knows who accepted what and when.</summary>
public class PinsTests : DefinitionLockContract
{
    private readonly StoreUnderTest _store = new();

    private PinsOfState Pins => (PinsOfState)Lock;

    public override async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task List_AfterAcceptance_NamesWhoAndWhen()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one"), Tool("b", "one")], Cancel);
        var first = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromHours(1));
        await Lock.ReportAsync("s", [Tool("a", "two"), Tool("c", "one")], Cancel);
        Time.Advance(TimeSpan.FromHours(1));
        await Pins.AcceptAsync("s", ["a"], "ann", Cancel);

        var (pins, fault) = await Pins.ListAsync("s", Cancel);

        Assert.Null(fault);
        Assert.Equal(
            [("a", false, "ann", first.AddHours(2)), ("b", false, null, first), ("c", true, null, first.AddHours(1))],
            pins.Select(pin => (pin.Tool.Name, pin.IsWaiting, pin.Who, pin.At)));
    }

    [Fact]
    public async Task Accept_InATransactionThatIsRolledBack_ChangesNothing()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await Lock.ReportAsync("s", [Tool("a", "two")], Cancel);
        await using var connection = _store.Connect();
        await using (var transaction = StoreUnderTest.Begin(connection))
        {
            Assert.Equal(["a"], Pins.Accept(transaction, "s", null, "ann").Names);
        }

        Assert.Equal(Named("a one"), Texts(Lock.Find("s")!.ByName.Values));
        Assert.Equal(Named("a one"), Texts((await OpenAsync()).Find("s")!.ByName.Values));
    }

    [Fact]
    public async Task Accept_InATransactionOfTheCallers_TakesEffectWhenToldTo()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await Lock.ReportAsync("s", [Tool("a", "two")], Cancel);
        await using var connection = _store.Connect();
        await using var transaction = StoreUnderTest.Begin(connection);

        var change = Pins.Accept(transaction, "s", null, "ann");
        await transaction.CommitAsync(Cancel);
        Assert.Equal(Named("a one"), Texts(Lock.Find("s")!.ByName.Values));
        change.TakeEffect();

        Assert.Equal(Named("a two"), Texts(Lock.Find("s")!.ByName.Values));
        Assert.Equal(Named("a two"), Texts((await OpenAsync()).Find("s")!.ByName.Values));
    }

    [Fact]
    public async Task TakeEffect_AfterALaterReportWasShown_DoesNotTakeItBack()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one"), Tool("b", "one")], Cancel);
        await Lock.ReportAsync("s", [Tool("a", "two")], Cancel);
        await using var connection = _store.Connect();
        await using var transaction = StoreUnderTest.Begin(connection);
        var change = Pins.Accept(transaction, "s", ["a"], "ann");
        await transaction.CommitAsync(Cancel);
        await Lock.ReportAsync("s", [Tool("b", "two")], Cancel);

        change.TakeEffect();

        Assert.Equal(Named("a two", "b one"), Texts(Lock.Find("s")!.ByName.Values));
        Assert.Equal(Named("b two"), Texts(Lock.Find("s")!.Waiting.Values));
    }

    [Fact]
    public async Task TakeEffect_WhileAReportCannotBeWritten_KeepsItWaiting()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one"), Tool("b", "one")], Cancel);
        await Lock.ReportAsync("s", [Tool("a", "two")], Cancel);
        await using var connection = _store.Connect();
        await using var transaction = StoreUnderTest.Begin(connection);
        var change = Pins.Accept(transaction, "s", ["a"], "ann");
        await transaction.CommitAsync(Cancel);
        await BreakAsync();
        await Lock.ReportAsync("s", [Tool("b", "two")], Cancel);

        change.TakeEffect();

        Assert.Equal(Named("b two"), Texts(Lock.Find("s")!.Waiting.Values));
    }

    [Fact]
    public async Task Forget_Server_IsAsIfNeverSeen()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await using var connection = _store.Connect();
        await using var transaction = StoreUnderTest.Begin(connection);
        var change = Pins.Forget(transaction, "s");
        await transaction.CommitAsync(Cancel);
        change.TakeEffect();

        Assert.Null(Lock.Find("s"));
        Assert.Null((await OpenAsync()).Find("s"));
    }

    [Fact]
    public async Task Open_DefinitionEditedInTheDatabase_IsAnotherOne()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await using var connection = _store.Connect();
        await using var edit = connection.CreateCommand();
        edit.CommandText = StoreUnderTest.IsPostgres
            ? "UPDATE pin SET definition = convert_to(replace(convert_from(definition, 'UTF8'), 'one', 'two'), 'UTF8')"
            : "UPDATE pin SET definition = CAST(replace(CAST(definition AS TEXT), 'one', 'two') AS BLOB)";
        await edit.ExecuteNonQueryAsync(Cancel);

        Assert.Equal(Tool("a", "two").Hash, (await OpenAsync()).Find("s")!.ByName["a"].Hash);
    }

    protected override async ValueTask<IDefinitionLock> OpenAsync()
    {
        return (await PinsOfState.OpenAsync(_store.Open(StateSchema.Current), Time, Cancel)).Pins!;
    }

    protected override async ValueTask<ImmutableArray<string>> AcceptAsync(string server, string[]? names) =>
        (await Pins.AcceptAsync(server, names, "ann", Cancel)).Names;

    protected override async ValueTask<ImmutableArray<string>> DismissAsync(string server, string[]? names) =>
        (await Pins.DismissAsync(server, names, Cancel)).Names;

    protected override Task BreakAsync() => _store.RunAsync("ALTER TABLE pin RENAME TO pin_away");

    protected override Task MendAsync() => _store.RunAsync("ALTER TABLE pin_away RENAME TO pin");
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresPinsTests : PinsTests;
