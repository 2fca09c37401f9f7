using Gatehouse.Api.People;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Gatehouse.Control.Tests.Routes;

/// <summary>Every mapped address × everybody who might come. What is mapped tomorrow is walked tomorrow.</summary>
public class RoleMatrixTests
{
    [Fact]
    public async Task Address_ThatNeedsARight_KnowsNoStrangerNoExpiredKeyAndNoEndedSession()
    {
        await using var rig = await ControlRig.StartAsync();
        var cast = await Cast.GatherAsync(rig);
        (string Name, (string, string) Header)[] nobodies =
        [
            ("a stranger", ("X-Nothing", "x")),
            ("an expired key", await cast.KeyAsync(Role.Admin, life: TimeSpan.Zero)),
            ("a revoked key", await cast.KeyAsync(Role.Admin, isRevoked: true)),
            ("an ended session", await cast.SessionAsync(Role.Admin, isRevoked: true)),
            ("an old session", await cast.SessionAsync(Role.Admin, life: TimeSpan.Zero)),
            ("a key that never was", ("Authorization", "Bearer " + SecretForms.ApiKey.Create())),
        ];

        // Right credentials are never slowed down, wrong ones are: each look is from a minute of its own.
        var open = new List<string>();
        foreach (var route in Walk(rig).Where(route => route.Access.PublicBecause is null))
        {
            foreach (var (name, header) in nobodies)
            {
                rig.Time.Advance(TimeSpan.FromSeconds(2));
                var reply = await SendAsync(rig, route, "absent", header);
                if ((reply.Status, reply.Code) != (401, "sign-in-needed"))
                {
                    open.Add($"{route.Method} {route.Pattern} to {name}: {reply.Status} {reply.Code}");
                }
            }
        }

        Assert.Empty(open);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Approver)]
    [InlineData(Role.PolicyManager)]
    [InlineData(Role.Admin)]
    public async Task Address_ThatNeedsARight_IsOpenToTheRolesThatHaveItAndToNoOther(Role role)
    {
        await using var rig = await ControlRig.StartAsync();
        var cast = await Cast.GatherAsync(rig);
        var wrong = new List<string>();
        foreach (var route in Walk(rig).Where(route => route.Access.PublicBecause is null))
        {
            // Each with a session of its own: some of what is walked ends it.
            foreach (var header in new[] { await cast.SessionAsync(role), await cast.KeyAsync(role) })
            {
                var reply = await SendAsync(rig, route, "absent", header);
                var isRefused = reply is { Status: 403, Code: "right-missing" };
                if (isRefused == RightTable.Allows(role, route.Access.Needed) || reply.Status is 401 or >= 500)
                {
                    wrong.Add($"{route.Method} {route.Pattern} with {header.Item1}: {reply.Status} {reply.Code}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Thing_OfAnotherOrganisation_ReadsAsOneThatDoesNotExist()
    {
        await using var rig = await ControlRig.StartAsync();
        var (ours, theirs) = (await Cast.GatherAsync(rig), await Cast.GatherAsync(rig));
        var things = await theirs.FurnishAsync();
        var told = new List<string>();
        var walked = 0;
        foreach (var route in Walk(rig).Where(route => route.Access.PublicBecause is null && route.Pattern.Contains("{id}", StringComparison.Ordinal)))
        {
            var kind = route.Pattern.Split('/')[3];
            if (_askedForElsewhere.Contains(kind, StringComparer.Ordinal))
            {
                continue;
            }

            var id = things[kind];
            var absent = new string('q', id.Length);
            var header = await ours.SessionAsync(Role.Admin);
            var foreign = await SendAsync(rig, route, id, header);
            var nothing = await SendAsync(rig, route, absent, header);
            walked++;
            if (foreign.Status != 404 || foreign.Text != nothing.Text.Replace(absent, id, StringComparison.Ordinal))
            {
                told.Add($"{route.Method} {route.Pattern}: {foreign.Status} {foreign.Code}, absent {nothing.Status} {nothing.Code}");
            }
        }

        Assert.Empty(told);
        Assert.True(walked > 20, "the walk went past the addresses");
    }

    [Fact]
    public async Task Address_ThatIsPublic_IsOnThisList()
    {
        await using var rig = await ControlRig.StartAsync();

        Assert.Equal(
            [
                "GET /.well-known/jwks", "GET /.well-known/oauth-authorization-server", "GET /.well-known/openid-configuration",
                "GET /api/v1/openapi.json", "GET /api/v1/openid/callback", "GET /api/v1/openid/start", "GET /api/v1/session/ways",
                "GET /oauth/callback", "GET /oauth/client.json",
                "POST /api/v1/approvals/{id}/link", "POST /api/v1/heartbeat", "POST /api/v1/invitations/accept", "POST /api/v1/password", "POST /api/v1/password/forgotten",
                "POST /api/v1/registrations", "POST /api/v1/registrations/confirm", "POST /api/v1/session",
                "POST /api/v1/session/passkey", "POST /api/v1/session/passkey/options", "POST /api/v1/setup",
                "POST /oauth/register", "POST /oauth/token",
            ],
            Walk(rig).Where(route => route.Access.PublicBecause is not null && !Catalogue.PublicAddressTests.IsOfIt(route.Pattern))
                .Select(route => $"{route.Method} {route.Pattern}").Order(StringComparer.Ordinal));
    }

    // Approvals and records are not in these tables; their own tests ask for another organisation's. Rows of the audit are
    // numbered from 1 in each organisation, so that a number names one's own row or none.
    private static readonly string[] _askedForElsewhere = ["approvals", "audit", "records"];

    private static IEnumerable<Route> Walk(ControlRig rig) => rig.Host.Endpoints.OfType<RouteEndpoint>().Select(endpoint => new Route(
        endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single(),
        endpoint.RoutePattern.RawText!,
        endpoint.Metadata.GetRequiredMetadata<Access>(),
        endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType));

    private static Task<Reply> SendAsync(ControlRig rig, Route route, string id, (string, string) header) => rig.SendAsync(
        route.Method,
        route.Pattern.Replace("{id}", id, StringComparison.Ordinal).Replace("{header}", "x-api-key", StringComparison.Ordinal)
            .Replace("{number}", "1", StringComparison.Ordinal),
        route.Body is null ? null : Bodies.Of(route.Body),
        headers: [header, ("If-Match", "\"1\""), ("Sec-Fetch-Site", "same-origin")]);

    private sealed record Route(string Method, string Pattern, Access Access, Type? Body);
}
