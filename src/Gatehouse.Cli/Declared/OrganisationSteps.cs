using Gatehouse.Api;
using Gatehouse.Api.Organisations;

namespace Gatehouse.Cli.Declared;

/// <summary>What makes the organisation itself as the files say.</summary>
internal sealed class OrganisationSteps(ApplyPlan plan, PresentState now)
{
    private int _version = now.Organisation.Version;

    /// <summary>The policy above all.</summary>
    public void Baseline(string? wanted)
    {
        var before = now.NameOf(now.Organisation.BaselinePolicyId);
        if (before != wanted)
        {
            Add($"baseline policy {before ?? "none"} → {wanted ?? "none"}", () => new() { BaselinePolicyId = new(plan.PolicyId(wanted)) });
        }
    }

    /// <summary>Who has to agree to what; what the files do not say stays.</summary>
    public void Settings(DeclaredOrganisation wanted)
    {
        var before = now.Organisation;
        var (owners, widening) = (wanted.OwnersMayApprove ?? before.OwnersMayApprove, wanted.WideningNeedsSecond ?? before.WideningNeedsSecond);
        string[] changes =
        [
            .. ServerSteps.Changed("owners may approve", ServerSteps.Text(before.OwnersMayApprove), ServerSteps.Text(owners)),
            .. ServerSteps.Changed("what opens needs a second person", ServerSteps.Text(before.WideningNeedsSecond), ServerSteps.Text(widening)),
        ];
        if (changes.Length > 0)
        {
            Add(string.Join("; ", changes), () => new() { OwnersMayApprove = owners, WideningNeedsSecond = widening });
        }
    }

    private void Add(string how, Func<OrganisationEdit> edit) => plan.Add(isNew: false, "organisation", how, async session =>
    {
        var changed = await session.SendAsync(
            HttpMethod.Patch, "organisation", edit(), ApiJson.Default.OrganisationEdit, ApiJson.Default.OrganisationView, _version);
        _version = changed.Value?.Version ?? _version;
        return new(changed.Refused);
    });
}
