using Gatehouse.Control.Snapshots;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Control.OpenId;

/// <summary>The way to the issuer: the host that the operator wrote, and public ones that its document names.</summary>
internal sealed class OpenIdTransport : HttpMessageHandler
{
    private readonly string _host;
    private readonly HttpMessageInvoker _issuer;
    private readonly HttpMessageInvoker _others;

    public OpenIdTransport(Uri issuer, PlaneSettings plane)
    {
        _host = issuer.IdnHost;
        _issuer = new HttpMessageInvoker(EgressGuard.NewHandler(EgressRule.For(issuer, isOperatorAddress: true, plane.OperatorNetworks)));
        _others = new HttpMessageInvoker(EgressGuard.NewHandler(EgressRule.For(issuer, isOperatorAddress: false, plane.OperatorNetworks)));
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (request.RequestUri!.IdnHost.Equals(_host, StringComparison.OrdinalIgnoreCase) ? _issuer : _others).SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _issuer.Dispose();
            _others.Dispose();
        }

        base.Dispose(disposing);
    }
}
