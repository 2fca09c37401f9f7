using Gatehouse.Api.Mails;
using Gatehouse.Api.Notices;
using Gatehouse.Api.People;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Catalogue.Import;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Notices;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Routes;

/// <summary>An organisation with a member of each role, and their credentials, put into the tables directly.</summary>
internal sealed class Cast
{
    private readonly ControlRig _rig;
    private readonly string _organisation = Ids.New("org");
    private readonly Dictionary<Role, string> _people = [];

    private Cast(ControlRig rig) => _rig = rig;

    public static async Task<Cast> GatherAsync(ControlRig rig)
    {
        var cast = new Cast(rig);
        await cast.AddAsync(db =>
        {
            db.Organisations.Add(new Organisation { Id = cast._organisation, Name = "Example", Created = rig.Time.GetUtcNow() });
            foreach (var role in Enum.GetValues<Role>())
            {
                // Two admins, so that none is the last.
                foreach (var copy in role == Role.Admin ? new[] { "a", "b" } : ["a"])
                {
                    cast._people[role] = cast.AddPerson(db, $"{role}-{copy}-{cast._organisation}@example.com", role);
                }
            }
        });
        return cast;
    }

    /// <summary>A new session of the member of a role.</summary>
    public async Task<(string, string)> SessionAsync(Role role, TimeSpan? life = null, bool isRevoked = false)
    {
        var token = SecretForms.Session.Create();
        var now = _rig.Time.GetUtcNow();
        await AddAsync(db => db.Sessions.Add(new Session
        {
            Id = Ids.New("ses"), TokenHash = SecretForms.Hash(SecretForms.Session, token)!, PersonId = _people[role],
            OrganisationId = _organisation, Created = now, LastSeen = now, Expires = now + (life ?? TimeSpan.FromHours(12)), From = "127.0.0.1",
            Revoked = isRevoked ? now : null,
        }));
        return ("Cookie", "gatehouse=" + token);
    }

    /// <summary>A new API key of a role.</summary>
    public async Task<(string, string)> KeyAsync(Role role, TimeSpan? life = null, bool isRevoked = false)
    {
        var token = SecretForms.ApiKey.Create();
        await AddAsync(db => db.ApiKeys.Add(Key(role, token, life ?? TimeSpan.FromDays(1), isRevoked)));
        return ("Authorization", "Bearer " + token);
    }

    /// <summary>One thing of each kind, by the first part of the addresses that lead to it.</summary>
    public async Task<Dictionary<string, string>> FurnishAsync()
    {
        var now = _rig.Time.GetUtcNow();
        var things = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["catalogue"] = Ids.New("imp"),
            ["members"] = _people[Role.Viewer],
            ["sessions"] = Ids.New("ses"),
            ["invitations"] = Ids.New("inv"),
            ["api-keys"] = Ids.New("key"),
            ["servers"] = "theirs",
            ["policies"] = Ids.New("pol"),
            ["grants"] = Ids.New("grt"),
            ["notices"] = Ids.New("chn"),
            ["mails"] = Ids.New("mai"),
            ["passkeys"] = "theirs",
        };
        await AddAsync(db =>
        {
            db.Sessions.Add(new Session
            {
                Id = things["sessions"], TokenHash = "s", PersonId = _people[Role.Viewer], OrganisationId = _organisation, Created = now,
                LastSeen = now, Expires = now.AddDays(1), From = "",
            });
            db.Invitations.Add(new Invitation
            {
                Id = things["invitations"], OrganisationId = _organisation, Email = "x@example.com", Role = Role.Viewer, TokenHash = "i",
                CreatedById = "", CreatedBy = "", Created = now, Expires = now.AddDays(1),
            });
            db.ApiKeys.Add(new ApiKey
            {
                Id = things["api-keys"], OrganisationId = _organisation, Label = "x", Role = Role.Viewer, TokenHash = "k", Shown = "",
                CreatedById = "", CreatedBy = "", Created = now, Expires = now.AddDays(1),
            });
            db.Servers.Add(new RegisteredServer
            {
                Id = "theirs", OrganisationId = _organisation, Name = "x", Url = "https://mcp.example.com/mcp", Created = now,
            });
            db.Policies.Add(new NamedPolicy { Id = things["policies"], OrganisationId = _organisation, Name = "x", Created = now });
            db.PolicyVersions.Add(new PolicyVersion
            {
                PolicyId = things["policies"], Number = 1, Document = """{"version":"1","default":"deny"}"""u8.ToArray(), Hash = "h",
                AuthorId = "", Author = "", At = now, Message = "", State = PolicyVersionState.Saved,
            });

            // Channel and notice of one id: both are below one first part.
            db.NoticeChannels.Add(new NoticeChannel
            {
                Id = things["notices"], OrganisationId = _organisation, Kind = NoticeKind.Slack, Label = "x", Host = "x", SealedUrl = "", Created = now,
            });
            db.Notices.Add(new Notice
            {
                Id = things["notices"], OrganisationId = _organisation, ChannelId = things["notices"], ApprovalId = "x", Next = now, Created = now,
            });
            db.Mails.Add(new Mail
            {
                Id = things["mails"], OrganisationId = _organisation, Kind = MailKind.Invitation, Recipient = "x@example.com", SealedText = "x",
                Next = now, Created = now, Expires = now.AddDays(1),
            });
            db.Grants.Add(new Grant
            {
                Id = things["grants"], OrganisationId = _organisation, ServerId = "theirs", Label = "x", OwnerId = _people[Role.Viewer],
                Expires = now.AddDays(1), Created = now,
            });
        });
        await _rig.Host.Services.GetRequiredService<CatalogueStore>().WriteAsync(
            session => new ImportRun
            {
                Id = things["catalogue"], OrganisationId = _organisation, Kind = default, Argument = "x", State = default, Started = now,
            }.Save(session),
            CancellationToken.None);
        return things;
    }

    private string AddPerson(ControlDb db, string email, Role role)
    {
        var now = _rig.Time.GetUtcNow();
        var person = new Person
        {
            Id = Ids.New("per"), Email = email, NormalizedEmail = EmailAddress.Normal(email), UserName = email,
            NormalizedUserName = EmailAddress.Normal(email), Created = now,
        };
        db.Users.Add(person);
        db.Members.Add(new Member { OrganisationId = _organisation, PersonId = person.Id, Role = role, Created = now });
        return person.Id;
    }

    private ApiKey Key(Role role, string token, TimeSpan life, bool isRevoked) => new()
    {
        Id = Ids.New("key"), OrganisationId = _organisation, Label = "key", Role = role, Shown = "", CreatedById = "", CreatedBy = "",
        TokenHash = SecretForms.Hash(SecretForms.ApiKey, token)!, Created = _rig.Time.GetUtcNow(), Expires = _rig.Time.GetUtcNow() + life,
        Revoked = isRevoked ? _rig.Time.GetUtcNow() : null,
    };

    private Task AddAsync(Action<ControlDb> add) => _rig.WithAsync(async services =>
    {
        var db = services.GetRequiredService<ControlDb>();
        add(db);
        return await db.SaveChangesAsync();
    });
}
