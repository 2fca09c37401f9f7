using Gatehouse.Api.Approvals;
using Gatehouse.Api.Catalogue;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Notices;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.People;
using Gatehouse.Api.Policies;
using Gatehouse.Api.Servers;

namespace Gatehouse.Control.Tests.Routes;

/// <summary>A sound body for each shape that an address takes: so that what is refused is refused for who asks and for which id.</summary>
internal static class Bodies
{
    private const string Document = "\"{\\\"version\\\":\\\"1\\\",\\\"default\\\":\\\"deny\\\"}\"";

    private static readonly Dictionary<Type, string> _bodies = new()
    {
        [typeof(OrganisationEdit)] = "{}",
        [typeof(NewFreeze)] = "{}",
        [typeof(SessionOrganisation)] = """{"organisation_id":"org_absent"}""",
        [typeof(PasswordChange)] = """{"current":"not the password","password":"another good password"}""",
        [typeof(NewAuthenticator)] = """{"password":"not the password"}""",
        [typeof(AuthenticatorCode)] = """{"code":"000000"}""",
        [typeof(MemberEdit)] = "{}",
        [typeof(MemberRemoval)] = """{"grants":"revoke"}""",
        [typeof(NewInvitation)] = """{"email":"new@example.com","role":"viewer"}""",
        [typeof(NewApiKey)] = """{"label":"ci","role":"viewer","expires":"2026-12-24T00:00:00Z"}""",
        [typeof(NewServer)] = """{"id":"walked","url":"https://mcp.example.com/mcp"}""",
        [typeof(ServerEdit)] = """{"name":"New"}""",
        [typeof(BaselineChoice)] = """{"policy_id":null}""",
        [typeof(NewSecret)] = """{"value":"secret"}""",
        [typeof(NewServerAuth)] = """{"kind":"oauth"}""",
        [typeof(ToolChoice)] = "{}",
        [typeof(ToolsSeen)] = "{}",
        [typeof(NewPolicy)] = $$"""{"name":"walked","document":{{Document}}}""",
        [typeof(NewPolicyVersion)] = $$"""{"document":{{Document}}}""",
        [typeof(PolicyCheck)] = $$"""{"document":{{Document}}}""",
        [typeof(PolicySimulation)] = $$$"""{"document":{{{Document}}},"call":{"tool":"walked"}}""",
        [typeof(PolicyEffectsQuery)] = $$"""{"document":{{Document}},"server_id":"absent"}""",
        [typeof(PolicyTestsRun)] = "{}",
        [typeof(PolicyReplayQuery)] = """{"server_id":"absent"}""",
        [typeof(PolicyObservation)] = """{"number":9}""",
        [typeof(PolicyPromotion)] = "{}",
        [typeof(PolicyEdit)] = """{"name":"new"}""",
        [typeof(PolicyRollback)] = """{"number":1}""",
        [typeof(NewGrant)] = """{"label":"agent","server_id":"absent","expires":"2027-01-01T00:00:00Z"}""",
        [typeof(GrantEdit)] = "{}",
        [typeof(PolicyChoice)] = """{"policy_id":null}""",
        [typeof(TokenRotation)] = "{}",
        [typeof(KnownToken)] = $$"""{"sha256":"{{new string('a', 64)}}"}""",
        [typeof(NewNoticeChannel)] = """{"kind":"webhook","label":"walked","url":"https://hooks.example.com/x"}""",
        [typeof(NewImport)] = """{"kind":"file","name":"walked","digest":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}""",
        [typeof(ImportPart)] = """{"from":0,"lines":[],"last":false}""",
        [typeof(Settlement)] = """{"comment":"a word"}""",
        [typeof(PasskeyAsk)] = """{"password":"not the password"}""",
        [typeof(NewPasskey)] = """{"challenge":"pkc_no","name":"x","credential":{}}""",
        [typeof(PasskeyEdit)] = """{"name":"x"}""",
        [typeof(EmailConfirmation)] = """{"token":"ghe_no"}""",
        [typeof(BulkRefusal)] = """{"ids":["absent"]}""",
    };

    public static string Of(Type shape) => _bodies.TryGetValue(shape, out var body)
        ? body
        : throw new InvalidOperationException($"the role matrix needs a sound body of {shape.Name}");
}
