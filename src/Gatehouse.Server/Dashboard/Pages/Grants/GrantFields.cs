using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Grants;

/// <summary>A grant's details as its form has them: days, whole minutes, words. A grant may have an end in the middle of a day, a limit in
/// seconds and tags with blanks; so what was not changed in the form is left as it is.</summary>
internal static class GrantFields
{
    private const int LongestMinutes = 365 * 24 * 60;

    public static string Ends(GrantView grant) => FormDates.Of(grant.Expires);

    public static string Minutes(GrantView grant) => (grant.HeartbeatSeconds / 60)?.ToString(CultureInfo.InvariantCulture) ?? "";

    public static string Tags(GrantView grant) => string.Join(' ', grant.Tags);

    /// <summary>What the form changes of a grant.</summary>
    public static GrantEdit Edit(SentForm sent, GrantView grant) => new()
    {
        Label = sent["label"].Trim(),
        OwnerId = sent.Text("owner-id") is { } owner ? owner : default(Edit<string>),
        Tags = sent["tags"] == Tags(grant) ? default(Edit<ImmutableArray<string>?>) : sent.Words("tags"),
        Networks = sent.Words("networks"),
        Expires = sent["expires"] == Ends(grant) ? null : FormDates.EndOf(sent["expires"]),
        HeartbeatSeconds = sent["heartbeat-seconds"] == Minutes(grant) ? default(Edit<long?>) : new Edit<long?>(Heartbeat(sent)),
    };

    /// <summary>Minutes in the form, seconds in the API; what is no number is one that nothing accepts.</summary>
    public static long? Heartbeat(SentForm sent) => sent.Text("heartbeat-seconds") is null ? null
        : sent.Number("heartbeat-seconds") is { } minutes and <= LongestMinutes ? minutes * 60L : -1;
}
