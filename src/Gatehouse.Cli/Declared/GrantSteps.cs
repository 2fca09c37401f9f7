using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Cli.Commands.Grants;
using Gatehouse.Cli.Output;

namespace Gatehouse.Cli.Declared;

/// <summary>What makes a grant as the files say. A new one gets a token, which is shown once.</summary>
internal static class GrantSteps
{
    public static void Create(ApplyPlan plan, DeclaredGrant wanted, string owner) =>
        plan.Add(isNew: true, $"grant {wanted.Label} on {wanted.Server}", "", async session =>
        {
            var grant = new NewGrant
            {
                Id = wanted.Id,
                TokenSha256 = wanted.TokenSha256,
                Label = wanted.Label,
                ServerId = wanted.Server,
                PolicyId = plan.PolicyId(wanted.Policy),
                OwnerId = owner,
                Tags = wanted.Tags,
                Expires = wanted.Expires,
                Networks = wanted.Networks,
                HeartbeatSeconds = wanted.HeartbeatSeconds,
            };
            var made = await session.SendAsync(HttpMethod.Post, "grants", grant, ApiJson.Default.NewGrant, ApiJson.Default.IssuedGrant);
            return new(made.Refused, made.Value is { Token: not null } issued ? issued : null);
        });

    public static void Change(ApplyPlan plan, DeclaredGrant wanted, string owner, GrantView before, string? policy, string? token)
    {
        string[] changes =
        [
            .. ServerSteps.Changed("label", before.Label, wanted.Label),
            .. ServerSteps.Changed("owner", before.OwnerId, owner),
            .. ServerSteps.Changed("tags", ServerSteps.Text(before.Tags), ServerSteps.Text(wanted.Tags ?? [])),
            .. before.Expires == wanted.Expires ? [] : ServerSteps.Changed("expires", Fields.Time(before.Expires), Fields.Time(wanted.Expires)),
            .. ServerSteps.Changed("networks", ServerSteps.Text(before.Networks), ServerSteps.Text(wanted.Networks ?? [])),
            .. ServerSteps.Changed("heartbeat", Text(before.HeartbeatSeconds), Text(wanted.HeartbeatSeconds)),
        ];
        var version = before.Version;
        if (changes.Length > 0)
        {
            plan.Add(isNew: false, $"grant {wanted.Label} on {wanted.Server}", string.Join("; ", changes), async session =>
            {
                var edit = new GrantEdit
                {
                    Label = wanted.Label == before.Label ? default : new(wanted.Label),
                    OwnerId = owner == before.OwnerId ? default : new(owner),
                    Tags = new(wanted.Tags),
                    Expires = wanted.Expires == before.Expires ? null : wanted.Expires,
                    Networks = new(wanted.Networks),
                    HeartbeatSeconds = new(wanted.HeartbeatSeconds),
                };
                var changed = await session.SendAsync(
                    HttpMethod.Patch, GrantWords.Path(before.Id), edit, ApiJson.Default.GrantEdit, ApiJson.Default.GrantView, version);
                version = changed.Value?.Version ?? version;
                return new(changed.Refused);
            });
        }

        if (policy != wanted.Policy)
        {
            plan.Add(
                isNew: false, $"grant {wanted.Label} on {wanted.Server}", $"policy {policy ?? "none"} → {wanted.Policy ?? "none"}",
                async session =>
                {
                    var attached = await session.SendAsync(
                        HttpMethod.Put, $"{GrantWords.Path(before.Id)}/policy", new PolicyChoice(plan.PolicyId(wanted.Policy)),
                        ApiJson.Default.PolicyChoice, ApiJson.Default.GrantView, version);
                    version = attached.Value?.Version ?? version;
                    return new(attached.Refused);
                });
        }

        if (wanted.TokenSha256 is { } hash && hash != token)
        {
            plan.Add(
                isNew: false, $"grant {wanted.Label} on {wanted.Server}", "its token is the file's, those of before end",
                async session => new((await session.SendAsync(
                    HttpMethod.Put, $"{GrantWords.Path(before.Id)}/token", new KnownToken(hash),
                    ApiJson.Default.KnownToken, ApiJson.Default.GrantView, version)).Refused));
        }
    }

    private static string Text(long? seconds) => seconds is { } number ? number.ToString(CultureInfo.InvariantCulture) + " s" : "none";
}
