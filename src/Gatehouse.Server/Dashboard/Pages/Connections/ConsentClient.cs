using Gatehouse.Control.Connections;

namespace Gatehouse.Server.Dashboard.Pages.Connections;

/// <summary>A client as the consent page names it: what is known of it apart from what it says.</summary>
/// <param name="Name">What it calls itself; empty for nothing.</param>
/// <param name="Host">The host that vouches for it, because its id is a document there; null where nobody does.</param>
/// <param name="Goes">Where the browser goes with the answer: a host, or what else it is.</param>
/// <param name="IsHere">Whether that is a program on the person's own machine.</param>
public sealed record ConsentClient(string Name, string? Host, string Goes, bool IsHere)
{
    internal static ConsentClient Of(ConsentRequest request)
    {
        var to = new Uri(request.RedirectUri);
        var isWeb = to.Scheme == Uri.UriSchemeHttps && !to.IsLoopback;
        return new(
            request.Client.DisplayName ?? "",
            request.Client.IsDocument ? new Uri(request.Client.ClientId!).IdnHost : null,
            isWeb ? to.IdnHost : to.IsLoopback ? $"{to.Host} (this computer)" : $"{to.Scheme}: (a program on this computer)",
            !isWeb);
    }
}
