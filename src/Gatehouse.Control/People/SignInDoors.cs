using Gatehouse.Api.People;

namespace Gatehouse.Control.People;

/// <summary>How one can sign in here: what a sign-in page shows.</summary>
internal sealed class SignInDoors(ControlSettings settings)
{
    public SignInWays Ways => new(settings.Mail is not null, settings.IsRegistrationOpen, settings.OpenId?.Name);
}
