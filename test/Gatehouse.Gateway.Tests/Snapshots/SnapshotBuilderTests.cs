using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Tests.Snapshots;

public sealed class SnapshotBuilderTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TokenHash First = TokenHash.Of("gth_first")!.Value;
    private static readonly TokenHash Second = TokenHash.Of("gth_second")!.Value;
    private readonly SnapshotBuilder _builder = new();

    [Fact]
    public void Build_TwoTokensOfAGrant_OpenTheSameGrantEachToItsOwnEnd()
    {
        var snapshot = Build(Input(Grant() with { Tokens = [new(First, Now.AddHours(1)), new(Second, null)] }));

        var (old, fresh) = (snapshot.FindGrant(First)!, snapshot.FindGrant(Second)!);
        Assert.Equal(("g1", "g1"), (old.Id, fresh.Id));
        Assert.Equal((Now.AddHours(1), Now.AddDays(1)), (old.Expires, fresh.Expires));
        Assert.Same(old.Policy, fresh.Policy);
        Assert.Single(snapshot.Grants);
    }

    [Fact]
    public void Build_TokenThatWouldOutliveItsGrant_EndsWithIt() => Assert.Equal(
        Now.AddDays(1),
        Build(Input(Grant() with { Tokens = [new(First, Now.AddDays(2))] })).FindGrant(First)!.Expires);

    [Theory]
    [InlineData(false, false, false, null)]
    [InlineData(true, false, false, "(grant frozen)")]
    [InlineData(true, true, false, "(server frozen)")]
    [InlineData(true, true, true, "(organisation frozen)")]
    public void Build_Frozen_NamesTheWidestReason(bool grant, bool server, bool organisation, string? rule)
    {
        var input = Input(Grant() with { Frozen = grant ? Freeze.Grant : null });
        input = input with { Servers = [input.Servers[0] with { IsFrozen = server, IsOrganisationFrozen = organisation }] };

        Assert.Equal(rule, Build(input).FindGrant(First)!.Frozen?.Decision.Rule);
    }

    [Fact]
    public void Build_SameContentAgain_KeepsServersAndCompiledPolicies()
    {
        var before = Build(Input(Grant()));
        var after = Build(Input(Grant()));

        Assert.Same(before.Servers["bank"], after.Servers["bank"]);
        Assert.Same(before.FindGrant(First)!.Policy, after.FindGrant(First)!.Policy);
    }

    [Fact]
    public void Build_OtherPolicyText_CompilesAnew()
    {
        var before = Build(Input(Grant()));
        var after = Build(Input(Grant() with { Policy = Text("""{"version":"1","default":"deny"}""") }));

        Assert.NotSame(before.FindGrant(First)!.Policy, after.FindGrant(First)!.Policy);
        Assert.NotEqual(before.FindGrant(First)!.PolicyHash, after.FindGrant(First)!.PolicyHash);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Build_PolicyOrBaselineWithAnError_DeniesItsGrantsEverything(bool isBaseline)
    {
        var broken = Text("""{"version":"1","default":"perhaps"}""");
        var input = Input(isBaseline ? Grant() : Grant() with { Policy = broken });
        input = input with { Servers = [input.Servers[0] with { OrganisationPolicy = isBaseline ? broken : null }] };

        var build = _builder.Build(input);

        Assert.NotEmpty(build.Findings);
        Assert.Equal(Outcome.Denied, Decide(build.Snapshot.FindGrant(First)!).Outcome);
    }

    [Fact]
    public void Build_BaselineThatDenies_HoldsForTheGrant()
    {
        var input = Input(Grant());
        input = input with { Servers = [input.Servers[0] with { Policy = Text("""{"version":"1","default":"allow","tools":{"a":{"action":"deny"}}}""", "base") }] };

        Assert.Equal("server:/tools/a/action", Decide(Build(input).FindGrant(First)!).Rule);
        Assert.Equal(Outcome.Allowed, Decide(Build(Input(Grant())).FindGrant(First)!).Outcome);
    }

    [Fact]
    public void Build_SourcesAndHeartbeat_AreTheGrants()
    {
        var grant = Build(Input(Grant() with { Sources = [IPNetwork.Parse("10.0.0.0/8")], Heartbeat = new HeartbeatTerm(TimeSpan.FromHours(1), new LastBeat(Now.AddHours(-1))) })).FindGrant(First)!;

        Assert.True(grant.Sources!.Contain(IPAddress.Parse("10.1.2.3")));
        Assert.False(grant.Sources.Contain(IPAddress.Parse("11.1.2.3")));
        Assert.Equal(Now, grant.Heartbeat!.Due);
    }

    private GatewaySnapshot Build(SnapshotInput input)
    {
        var build = _builder.Build(input);
        Assert.Empty(build.Findings);
        return build.Snapshot;
    }

    private static SnapshotInput Input(params ImmutableArray<GrantInput> grants) => new()
    {
        Settings = new GatewaySettings(),
        Servers = [new ServerInput(Some.Server("bank"))],
        Grants = grants,
    };

    private static GrantInput Grant() => new()
    {
        Facts = new GrantFacts("g1", "g1", FrozenDictionary<string, string>.Empty),
        ServerId = "bank",
        Tokens = [new(First, null)],
        Expires = Now.AddDays(1),
        Policy = Text("""{"version":"1","default":"allow"}"""),
    };

    private static PolicyText Text(string json, string id = "pol") => new(id, Encoding.UTF8.GetBytes(json));

    private static Decision Decide(ActiveGrant grant) => grant.Policy.Decide(new CallFacts
    {
        Tool = new ToolFacts { Name = "a", Standing = ToolStanding.Accepted, DefinitionHash = "h" },
        Server = grant.Server.Facts,
        Grant = grant.Facts,
        Now = Now,
    });
}
