import java.io.File;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Node;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.EdgeMergeStrategy;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Report;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/** Opens each file as Gephi does and prints tab-separated what it found: issues, counts, columns with their types, labels. */
public class GephiCheck {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
            projects.newProject();
            Workspace workspace = projects.getCurrentWorkspace();
            ImportController importer = Lookup.getDefault().lookup(ImportController.class);
            Container container = importer.importFile(new File(file));
            container.getLoader().setEdgesMergeStrategy(EdgeMergeStrategy.NO_MERGE);
            container.closeLoader();
            Report report = container.getReport();
            report.close();
            report.getIssues(100).forEachRemaining(i -> System.out.println("issue\t" + i.getLevel() + "\t" + i.getMessage()));
            importer.process(container, new DefaultProcessor(), workspace);
            GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
            System.out.println("count\t" + model.getGraph().getNodeCount() + "\t" + model.getGraph().getEdgeCount());
            for (Column c : model.getNodeTable()) System.out.println("node\t" + c.getTitle() + "\t" + c.getTypeClass().getSimpleName());
            for (Column c : model.getEdgeTable()) System.out.println("edge\t" + c.getTitle() + "\t" + c.getTypeClass().getSimpleName());
            for (Node n : model.getGraph().getNodes()) System.out.println("label\t" + n.getId() + "\t" + n.getLabel());
        }
        System.exit(0);
    }
}
