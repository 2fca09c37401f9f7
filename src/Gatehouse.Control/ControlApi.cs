using Gatehouse.Control.Accounts;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Audit;
using Gatehouse.Control.Catalogue;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Notices;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.OpenId;
using Gatehouse.Control.People;
using Gatehouse.Control.People.Passkeys;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Microsoft.AspNetCore.Routing;

namespace Gatehouse.Control;

/// <summary>Every address of the API, subject by subject. Read this file first.</summary>
internal static class ControlApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = new ApiRoutes(routes);
        SessionEndpoints.Map(api);
        PasskeyEndpoints.Map(api);
        OpenIdEndpoints.Map(api);
        PeopleEndpoints.Map(api);
        OrganisationEndpoints.Map(api);
        ServerEndpoints.Map(api);
        AccountEndpoints.Map(api);
        AccountEndpoints.MapReturn(routes);
        PolicyEndpoints.Map(api);
        GrantEndpoints.Map(api);
        ConnectionEndpoints.Map(api);
        ConnectionEndpoints.MapProtocol(routes);
        ApprovalEndpoints.Map(api);
        RecordEndpoints.Map(api);
        AuditEndpoints.Map(api);
        NoticeEndpoints.Map(api);
        MailEndpoints.Map(api);
        CatalogueEndpoints.Map(api);
        DocumentEndpoint.Map(api);
    }
}
