namespace Gatehouse.Control.Routes;

/// <summary>Where a browser goes on.</summary>
/// <param name="Address">An address of another site, or a path of ours.</param>
/// <param name="IsOurs">
/// Whether it is a page of ours. A redirect that began at another site would come there without the session's strict cookie, so
/// the browser is told to go on from here.
/// </param>
internal sealed record Destination(string Address, bool IsOurs);
