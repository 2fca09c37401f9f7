using System.Security.Claims;
using Gatehouse.Control.People;

namespace Gatehouse.Control.Mcp;

/// <summary>Who asks, carried through the SDK, with the parts of this one request.</summary>
/// <param name="who">Always a viewer.</param>
/// <param name="parts">Their connection to the database only reads.</param>
/// <remarks>The SDK passes on nobody whose identity has no kind of authentication.</remarks>
internal sealed class OwnUser(Principal who, IServiceProvider parts) : ClaimsPrincipal(new ClaimsIdentity("key"))
{
    public Principal Who => who;

    public IServiceProvider Parts => parts;
}
