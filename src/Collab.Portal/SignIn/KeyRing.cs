using System.Xml.Linq;
using Marten;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Collab.Portal.SignIn;

/// <summary>One Data Protection key, as the framework writes it.</summary>
public sealed record DataProtectionKey(string Id, string Xml);

/// <summary>Keeps the Data Protection keys in PostgreSQL, so that all nodes read each other's cookies.</summary>
internal sealed class KeyRing(IDocumentStore store) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var session = store.QuerySession();
        return [.. Task.Run(() => session.Query<DataProtectionKey>().ToListAsync()).GetAwaiter().GetResult().Select(k => XElement.Parse(k.Xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var session = store.LightweightSession();
        session.Store(new DataProtectionKey(friendlyName, element.ToString(SaveOptions.DisableFormatting)));
        Task.Run(() => session.SaveChangesAsync()).GetAwaiter().GetResult();
    }
}
