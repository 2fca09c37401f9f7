using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Arguments;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Migrations;

namespace Gatehouse.Ledger.Tests.Arguments;

/// <summary>The store of arguments, in either database.</summary>
public class ArgumentStoreTests : IAsyncLifetime
{
    private readonly StoreUnderTest _database = new();
    private readonly TempFolder _folder = new();
    private readonly KeyRing _keys;
    private readonly ArgumentStore _store;

    public ArgumentStoreTests()
    {
        _keys = ArgumentDesk.Keys(_folder.At("keys"));
        _store = Open(_keys);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Find_WhatWasStored_ComesBackWithoutWhatWasRedacted()
    {
        _store.Put(ArgumentDesk.Intent("c1"), ArgumentDesk.Intent("c2", """{"a.b":[{"token":true}]}"""));

        var found = (await _store.FindAsync("c1"))!;

        Assert.Equal((ArgumentDesk.Redacted, "args.password string 9-32"), (found.Text(), Place(found)));
        Assert.Equal((ArgumentDesk.Json.Length, ArgumentDesk.Start.AddDays(30), false), (found.Bytes, found.Until, found.IsUnreadable));
        Assert.Equal("args.a\\.b[0].token boolean ", Place((await _store.FindAsync("c2"))!));
        Assert.Null(await _store.FindAsync("c3"));
    }

    [Fact]
    public async Task Find_OfAnotherOrganisation_IsNotThere()
    {
        _store.Put(ArgumentDesk.Intent("c1"));

        Assert.Null(await _store.FindAsync("c1", "org_2"));
        Assert.Null(await _store.FindAsync("c1", ""));
        Assert.NotNull(await _store.FindAsync("c1", owner: null));
    }

    [Fact]
    public async Task Find_OnceItsTimeIsOver_IsNotThere()
    {
        _store.Put(ArgumentDesk.Intent("c1"));

        Assert.NotNull(await _store.FindAsync("c1", now: ArgumentDesk.Start.AddDays(30).AddTicks(-1)));
        Assert.Null(await _store.FindAsync("c1", now: ArgumentDesk.Start.AddDays(30)));
    }

    [Fact]
    public async Task Write_TheSameCallOnceMore_KeepsTheLater()
    {
        _store.Put(ArgumentDesk.Intent("c1"));
        _store.Put(ArgumentDesk.Intent("c1", time: ArgumentDesk.Start.AddHours(1)));

        Assert.Equal(ArgumentDesk.Start.AddHours(1), (await _store.FindAsync("c1"))!.Time);
    }

    [Fact]
    public async Task Write_TooLarge_KeepsThatItWas()
    {
        var json = $$"""{"x":"{{new string('C', ArgumentKeeping.MostBytes)}}"}""";
        _store.Put(ArgumentDesk.Intent("c1", json));

        var found = (await _store.FindAsync("c1"))!;

        Assert.Equal((null, false, json.Length), (found.Values, found.IsUnreadable, found.Bytes));
    }

    [Fact]
    public async Task Forget_Expired_TakesThoseAlone()
    {
        var shortly = ArgumentDesk.Keeping with { KeptDays = 1 };
        _store.Put([.. Enumerable.Range(0, 450).Select(i => ArgumentDesk.Intent($"s{i}", keeping: shortly)), ArgumentDesk.Intent("long")]);

        var (calls, fault) = await _store.ForgetExpiredAsync(ArgumentDesk.Start.AddDays(1), Cancel);

        Assert.Equal((450L, null), (calls, fault));
        Assert.NotNull(await _store.FindAsync("long"));
        Assert.Null(await _store.FindAsync("s7"));
    }

    [Fact]
    public async Task Forget_BeforeATime_TakesThoseOfTheServer()
    {
        _store.Put(
            ArgumentDesk.Intent("old"), ArgumentDesk.Intent("elsewhere") with { ServerId = "files" },
            ArgumentDesk.Intent("new", time: ArgumentDesk.Start.AddHours(2)));

        Assert.Equal((1L, null), await _store.ForgetBeforeAsync(ArgumentDesk.Start.AddHours(1), "bank", Cancel));
        Assert.Equal((null, true, true), (
            await _store.FindAsync("old"), await _store.FindAsync("elsewhere") is not null, await _store.FindAsync("new") is not null));
        Assert.Equal((1L, null), await _store.ForgetBeforeAsync(ArgumentDesk.Start.AddHours(1), null, Cancel));
    }

    [Theory]
    [InlineData("owner = 'org_2'", "c1", "org_2")]
    [InlineData("server_id = 'other'", "c1", "org_1")]
    [InlineData("call_id = 'c9'", "c9", "org_1")]
    [InlineData("time = time - 1", "c1", "org_1")]
    [InlineData("until = until + 864000000000", "c1", "org_1")]
    [InlineData("bytes = bytes + 1", "c1", "org_1")]
    [InlineData("key_version = 2", "c1", "org_1")]
    [InlineData("sealed = (SELECT sealed FROM stored_arguments WHERE call_id = 'c2')", "c1", "org_1")]
    [InlineData("sealed = substr(sealed, 1, 20)", "c1", "org_1")]
    public async Task Find_WhatSomebodyChanged_DoesNotOpen(string change, string callId, string owner)
    {
        _store.Put(ArgumentDesk.Intent("c1"), ArgumentDesk.Intent("c2"));
        await RunAsync($"UPDATE stored_arguments SET {change} WHERE call_id = 'c1'");

        var found = (await _store.FindAsync(callId, owner))!;

        Assert.Equal((true, null), (found.IsUnreadable, found.Values));
    }

    [Fact]
    public async Task Find_WithAnotherKey_DoesNotOpen()
    {
        _store.Put(ArgumentDesk.Intent("c1"));

        Assert.True((await Open(ArgumentDesk.Keys(_folder.At("others"))).FindAsync("c1"))!.IsUnreadable);
        Assert.False((await _store.FindAsync("c1"))!.IsUnreadable);
    }

    [Fact]
    public async Task Renew_AfterANewKey_NeedsTheOldOneNoMore()
    {
        _store.Put([.. Enumerable.Range(0, 250).Select(i => ArgumentDesk.Intent($"c{i}"))]);
        Assert.Null(KeyFolder.Add(_folder.At("keys")));
        var both = Open(KeyFolder.Open(_folder.At("keys"), isNew: false).Ring!);
        Assert.Equal(ArgumentDesk.Redacted, (await both.FindAsync("c7"))!.Text());

        Assert.Equal((250L, null), await both.RenewAsync(Cancel));
        Assert.Equal((0L, null), await both.RenewAsync(Cancel));

        File.Delete(Path.Combine(_folder.At("keys"), "seal-1.key"));
        var alone = Open(KeyFolder.Open(_folder.At("keys"), isNew: false).Ring!);
        Assert.Equal(ArgumentDesk.Redacted, (await alone.FindAsync("c7"))!.Text());
    }

    [Fact]
    public async Task Renew_WhatNoKeyOpens_StaysAsItIs()
    {
        _store.Put(ArgumentDesk.Intent("c1"));
        var others = _folder.At("others");
        _ = ArgumentDesk.Keys(others);
        Assert.Null(KeyFolder.Add(others));

        Assert.Equal((0L, null), await Open(KeyFolder.Open(others, isNew: false).Ring!).RenewAsync(Cancel));
        Assert.Equal(ArgumentDesk.Redacted, (await _store.FindAsync("c1"))!.Text());
    }

    private ArgumentStore Open(KeyRing keys) => new(TestPlace.In(_database), new ArgumentSeal(keys));

    private async Task RunAsync(string statement)
    {
        var (_, fault) = await _database.Open(ArgumentsSchema.Current).WriteAsync<int>(
            transaction => ValueTask.FromResult<(int, Policy.Fault?)>((Sql.Execute(transaction, statement), null)), Cancel);
        Assert.Null(fault);
    }

    private static string Place(StoredArguments found)
    {
        var place = Assert.Single(found.Values!.Places);
        return $"{place.Path} {place.Type} {place.Length}";
    }
}

/// <summary>The same in PostgreSQL.</summary>
public sealed class PostgresArgumentStoreTests : ArgumentStoreTests;
